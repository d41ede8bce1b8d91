// Says when the colours of the page change: by the theme's menu, or with those of the whole computer.

const background = (app) => getComputedStyle(app).backgroundColor;

export default function ({ setTriggerValue }) {
  const app = document.querySelector('[data-testid="stApp"]');
  let drawn = background(app);
  // Streamlit gives an element another class where it is to look otherwise.
  const observer = new MutationObserver(() => {
    if (background(app) === drawn) return;
    drawn = background(app);
    setTriggerValue("repainted", true);
  });
  observer.observe(app, { attributeFilter: ["class"] });
  return () => observer.disconnect();
}

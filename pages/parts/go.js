// Presses the one link within a container, once it is there.

const PATIENCE = 3000;

export default function (component) {
  const until = performance.now() + PATIENCE;
  let over = false;
  const press = () => {
    if (over) return;
    const link = document.querySelector(`.${component.data.within} a[href]`);
    if (link) link.click();
    else if (performance.now() < until) requestAnimationFrame(press);
  };
  press();
  return () => (over = true);
}

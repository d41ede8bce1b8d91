// Tells the page to go on once the browser has drawn what it has.

const PATIENCE = 1500;

export default function (component) {
  const goOn = () => component.setStateValue("ready", true);
  // Not before the charts above are drawn, or they and what follows are drawn in one go.
  const until = performance.now() + PATIENCE;
  let timer;
  const wait = () => {
    const drawn = [...document.querySelectorAll(".stPlotlyChart")].every((chart) =>
      chart.querySelector(".main-svg"),
    );
    if (drawn || performance.now() > until) requestAnimationFrame(() => requestAnimationFrame(goOn));
    else timer = setTimeout(wait, 50);
  };
  wait();
  return () => clearTimeout(timer);
}

// Asks for the parts of a page that a reader is near, one after the other, the nearest one first.

// How far beyond the window is near, in heights of the window.
const NEAR = "100%";
// Milliseconds: between two looks at whether it is time for the next part; how long a busy browser,
// and how long the answer of the server is waited for.
const PAUSE = 50;
const PATIENCE = 1500;
const LONG_PATIENCE = 5000;

// The places kept free for parts that are not drawn yet.
const places = new Map();
// What is as high as such a place was, for the page not to jump while a part is drawn there.
const held = new Map();
let timer;
let until = 0;

// What comes next shall neither hold up nor be held up by what is being drawn.
const isBusy = () =>
  document.querySelector('[data-testid="stApp"]').dataset.testScriptState !== "notRunning" ||
  [...document.querySelectorAll(".stPlotlyChart")].some((chart) => !chart.querySelector(".main-svg"));

// How far a place is from the middle of the window.
function distance(place) {
  const { top, bottom } = place.getBoundingClientRect();
  const middle = window.innerHeight / 2;
  return Math.max(top - middle, middle - bottom);
}

function ask(place) {
  const block = place.closest('[data-testid="stVerticalBlock"]');
  block.style.minHeight = `${block.offsetHeight}px`;
  held.set(place, block);
  places.get(place).ask();
}

function letGo() {
  for (const [place, block] of held) {
    // Streamlit takes the place away, or hides it for another time.
    if (!place.offsetHeight) {
      block.style.minHeight = "";
      held.delete(place);
    }
  }
}

function goOn(patience) {
  until = Math.max(until, performance.now() + patience);
  clearTimeout(timer);
  timer = setTimeout(look, PAUSE);
}

function look() {
  const isAwaited = [...held.keys()].some((place) => place.offsetHeight);
  if ((isBusy() || isAwaited) && performance.now() < until) {
    timer = setTimeout(look, PAUSE);
    return;
  }
  letGo();
  // An answer that got lost is asked for again, after all others.
  const [next] = [...places.keys()]
    .filter((place) => places.get(place).isNear && place.offsetHeight)
    .sort((one, other) => held.has(one) - held.has(other) || distance(one) - distance(other));
  if (!next) return;
  ask(next);
  until = 0;
  goOn(LONG_PATIENCE);
}

// Paper has all of the page in view. What is printed now cannot wait, but the next time it is there.
window.addEventListener("beforeprint", () => {
  for (const part of places.values()) part.isNear = true;
  goOn(PATIENCE);
});

export default function ({ parentElement, setTriggerValue }) {
  const place = parentElement.host;
  const part = { isNear: false, ask: () => setTriggerValue("near", true) };
  const observer = new IntersectionObserver(
    (changes) => {
      part.isNear = changes.at(-1).isIntersecting;
      if (part.isNear) goOn(PATIENCE);
    },
    { root: document.querySelector('[data-testid="stMain"]'), rootMargin: `${NEAR} 0px` },
  );
  part.leave = () => observer.disconnect();
  // Where a page is drawn again, the same place may be kept free for a part anew.
  places.get(place)?.leave();
  places.set(place, part);
  observer.observe(place);
  return () => {
    part.leave();
    if (places.get(place) === part) places.delete(place);
  };
}

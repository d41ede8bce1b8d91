// Remembers how far each list and each session was scrolled, for as long as the tab is open.

const NARROW = "(max-width: 639px)";
const PATIENCE = 3000;
const GESTURES = ["wheel", "touchstart", "pointerdown", "keydown"];

// One for the tab: the component is mounted anew whenever a page is drawn from scratch.
const tab = (window.cartReservationPlace ??= { shown: null, travelled: false });
if (!tab.listens) {
  tab.listens = true;
  window.addEventListener("popstate", () => (tab.travelled = true));
}

const nameOf = (content) => `place:${content}`;

function stopAt(scroller, target) {
  // The content may still be growing: its height is not there from the first moment.
  const until = performance.now() + PATIENCE;
  const moved = new AbortController();
  for (const gesture of GESTURES) {
    window.addEventListener(gesture, () => moved.abort(), { once: true, signal: moved.signal });
  }
  const step = () => {
    if (moved.signal.aborted) return;
    scroller.scrollTop = target;
    if (Math.abs(scroller.scrollTop - target) < 2 || performance.now() > until) moved.abort();
    else requestAnimationFrame(step);
  };
  step();
}

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  const scroller = document.querySelector('[data-testid="stMain"]');
  const address = window.location.href;
  // What was listened for on behalf of the content before is over, also where nothing was unmounted.
  tab.listening?.abort();
  const listening = (tab.listening = new AbortController());

  if (tab.shown !== data.content) {
    const isList = (content) => content.startsWith("list");
    const comesBack = tab.travelled || (isList(data.content) && !isList(tab.shown ?? ""));
    const returns = tab.shown === null || comesBack;
    stopAt(scroller, returns ? Number(sessionStorage.getItem(nameOf(data.content))) : 0);
    tab.shown = data.content;
    tab.travelled = false;
  }

  const keep = () => {
    // Once the address has changed, what scrolls is no longer what this was drawn for.
    if (parentElement.isConnected && window.location.href === address) {
      sessionStorage.setItem(nameOf(data.content), String(scroller.scrollTop));
    }
  };
  scroller.addEventListener("scroll", keep, { passive: true, signal: listening.signal });

  const width = window.matchMedia(NARROW);
  const tellWidth = () => {
    if (width.matches !== data.narrow) setStateValue("narrow", width.matches);
  };
  tellWidth();
  width.addEventListener("change", tellWidth, { signal: listening.signal });

  return () => listening.abort();
}

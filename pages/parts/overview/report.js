// Draws the report's charts, in the colours that the reader's system asks for.

(async () => {
  const data = JSON.parse(document.getElementById("report-data").textContent);
  const packed = atob(document.getElementById("report-plotly").textContent);
  const bytes = Uint8Array.from(packed, (letter) => letter.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const script = document.createElement("script");
  script.textContent = await new Response(unpacked).text();
  document.head.append(script);
  // What Plotly would fetch is here already: no base map is drawn, and the shapes are in the file.
  window.PlotlyGeoAssets = { topojson: { world_110m: {} }, ...data.shapes };

  const narrow = window.matchMedia("(max-width: 40rem)").matches;
  const config = {
    displaylogo: false,
    // On a phone the buttons would lie on the figure; and here is nothing to select.
    displayModeBar: narrow ? false : "hover",
    modeBarButtonsToRemove: ["select2d", "lasso2d"],
  };
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  // Each figure is told how wide it is: left to find out itself, a figure whose colours change
  // while the window does may end without any height.
  const draw = (palette, widest) =>
    Promise.all(
      Object.entries(data.figures).map(([key, figures]) => {
        const plot = document.getElementById(`plot-${key}`);
        const { data: traces, layout } = figures[palette];
        const width = Math.min(plot.clientWidth, widest);
        return Plotly.react(plot, traces, { ...layout, width }, config);
      }),
    );
  let drawn = Promise.resolve();
  const redraw = (palette, widest = Infinity) => {
    // One after the other: Plotly mixes up two drawings of one figure.
    drawn = drawn.then(() => draw(palette ?? (dark.matches ? "dark" : "light"), widest));
    return drawn;
  };
  await redraw();
  dark.addEventListener("change", () => redraw());
  let resized;
  window.addEventListener("resize", () => {
    clearTimeout(resized);
    resized = setTimeout(() => redraw(), 150);
  });
  // Paper is white, and no wider than this many pixels between its margins.
  window.addEventListener("beforeprint", () => redraw("light", 660));
  window.addEventListener("afterprint", () => redraw());
  document.body.dataset.drawn = "";
})();

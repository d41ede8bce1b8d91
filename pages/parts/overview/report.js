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
    responsive: true,
    // On a phone the buttons would lie on the figure; and here is nothing to select.
    displayModeBar: narrow ? false : "hover",
    modeBarButtonsToRemove: ["select2d", "lasso2d"],
  };
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const draw = (palette) =>
    Promise.all(
      Object.entries(data.figures).map(([key, figures]) => {
        const { data: traces, layout } = figures[palette];
        return Plotly.react(`plot-${key}`, traces, layout, config);
      }),
    );
  const redraw = () => draw(dark.matches ? "dark" : "light");
  await redraw();
  dark.addEventListener("change", redraw);
  // Paper is white.
  window.addEventListener("beforeprint", () => draw("light"));
  window.addEventListener("afterprint", redraw);
  document.body.dataset.drawn = "";
})();

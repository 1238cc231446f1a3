// "Explore the map": Leaflet and the land are loaded on the click, from this server, and the
// circles of what is in view are asked for. Without this file the drawn map stays as it is.

const rounded = (degrees) => degrees.toFixed(2);
const within = (value, most) => Math.max(-most, Math.min(most, value));

function load(element, attributes) {
  return new Promise((done, failed) => {
    const made = Object.assign(document.createElement(element), attributes);
    made.onload = done;
    made.onerror = failed;
    document.head.append(made);
  });
}

function wordsOf(button, cluster) {
  const { more, few } = button.dataset;
  return `${cluster.country}: ${cluster.told ? more.replace("{}", cluster.told) : few}`;
}

function marker(button, cluster) {
  const size = cluster.told ? 30 + 4 * cluster.told.length : 22;
  const words = document.createElement("span");
  words.textContent = cluster.told;
  const icon = L.divIcon({ className: "cluster", html: words, iconSize: [size, size] });
  const title = wordsOf(button, cluster);
  // Moving the map under somebody who tabs through it would load new circles and lose the focus.
  const made = L.marker(cluster.at, { icon, title, alt: title, autoPanOnFocus: false });
  const go = () => location.assign(`${button.dataset.search}?near=${cluster.at}`);
  made.on("click", go);
  made.on("add", () => {
    const element = made.getElement();
    element.setAttribute("aria-label", title);
    element.setAttribute("role", "link");
    element.addEventListener("keydown", (event) => { if (event.key === "Enter") go(); });
  });
  return made;
}

async function showClusters(button, map, layer) {
  const view = map.getBounds();
  const box = [
    within(view.getSouth(), 90), within(view.getWest(), 180),
    within(view.getNorth(), 90), within(view.getEast(), 180),
  ].map(rounded);
  const answer = await fetch(`${button.dataset.explore}?box=${box}&zoom=${map.getZoom()}`);
  if (!answer.ok) return;
  const clusters = await answer.json();
  layer.clearLayers();
  for (const cluster of clusters) layer.addLayer(marker(button, cluster));
}

async function explore(button) {
  button.disabled = true;
  const { style, script, land, label, at } = button.dataset;
  const [rings] = await Promise.all([
    fetch(land).then((answer) => answer.json()),
    load("link", { rel: "stylesheet", href: style }),
    load("script", { src: script }),
  ]);
  const frame = document.querySelector(".world-map");
  const place = document.createElement("div");
  place.className = "explored";
  place.setAttribute("role", "application");
  place.setAttribute("aria-label", label);
  frame.replaceChildren(place);
  const map = L.map(place, {
    center: at ? at.split(",") : [25, 15], zoom: at ? 5 : 2, minZoom: 1, maxZoom: 10, zoomControl: true,
    maxBounds: [[-75, -190], [85, 190]], attributionControl: false,
  });
  L.polygon(rings, {
    interactive: false, stroke: false, fillColor: "#7f89d6", fillOpacity: 0.3, noClip: false,
  }).addTo(map);
  const layer = L.layerGroup().addTo(map);
  let waiting;
  const refresh = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => showClusters(button, map, layer), 150);
  };
  map.on("moveend", refresh);
  refresh();
  button.closest("p").hidden = true;
  place.focus();
}

for (const button of document.querySelectorAll("[data-explore]")) {
  button.addEventListener("click", () => explore(button).catch(() => { button.disabled = false; }));
  button.closest("[hidden]").hidden = false;
}

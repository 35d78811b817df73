// Keeps the page itself, so that it opens without a connection. The API's answers are kept by api.js.
const PAGE = ["./", "index.html", "front.css", "front.js", "search.js", "parts.js", "api.js", "words.js"];
const SHELF = "page";

addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELF).then((shelf) => shelf.addAll(PAGE)));
});

addEventListener("fetch", (event) => {
  if (new URL(event.request.url).origin === location.origin) event.respondWith(newestOrKept(event.request));
});

async function newestOrKept(request) {
  const shelf = await caches.open(SHELF);
  try {
    const response = await fetch(request);
    if (response.ok) await shelf.put(request, response.clone());
    return response;
  } catch (error) {
    const kept = await shelf.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}

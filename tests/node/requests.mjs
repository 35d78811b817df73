// A fetch that notes what was sent, and what came back.
export function listen() {
  const requests = [];
  async function send(address, options = {}) {
    const method = options.method ?? "GET";
    const url = new URL(address);
    const body = method === "POST" ? JSON.parse(options.body) : Object.fromEntries(url.searchParams);
    const response = await fetch(address, options);
    const text = await response.text();
    const answer = JSON.parse(text);
    requests.push({
      method,
      text: "query" in body && body.query !== "",
      code: answer.errors?.[0].extensions.code ?? null,
      cache: response.headers.get("cache-control").split(",")[0],
    });
    return new Response(text, response);
  }
  return { requests, send };
}

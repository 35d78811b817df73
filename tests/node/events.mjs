// Listens to /v1/events as browsers do: prints an event a line, and ends after as many as are asked.
import { EventSource } from "eventsource";

const [address, count] = process.argv.slice(2);
const events = new EventSource(`${address}/v1/events`);
let left = Number(count);
events.onmessage = (event) => {
  console.log(JSON.stringify({ id: event.lastEventId, data: JSON.parse(event.data) }));
  left -= 1;
  if (left === 0) {
    events.close();
  }
};

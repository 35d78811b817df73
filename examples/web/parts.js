/** Make an element; what is false, null or "" is left out, texts are escaped by the browser. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value || value === "") element.setAttribute(name, value);
  }
  element.append(...children.flat().filter(Boolean));
  return element;
}

/** Addresses of this page: `#/en` is the front page, `#/en/some-slug` an article, `#/en?q=ferry` a search. */
export const addressOf = (language, slug) => `#/${language}${slug ? `/${slug}` : ""}`;
export const searchAddress = (language, q) => `#/${language}?${new URLSearchParams({ q })}`;

export const link = (language, slug, ...children) => make("a", { href: addressOf(language, slug) }, ...children);
export const title = (text) => make("h1", { tabindex: "-1" }, text);
export const quiet = (...children) => make("p", { class: "quiet" }, ...children);

/** Tell those who hear the page what has come, without taking them away from where they are. */
export function announce(text) {
  document.getElementById("told").textContent = text;
}

/** Days are days of the calendar: they are the same everywhere. */
export const span = ({ startsOn, endsOn }, code) =>
  datesIn(code, { dateStyle: "long", timeZone: "UTC" }).formatRange(new Date(startsOn), new Date(endsOn));
export const instant = (date, code) => datesIn(code, { dateStyle: "medium", timeStyle: "short" }).format(date);

/** Browsers know the dates of fewer languages than there are: the others get 2026-11-01, as in Swedish. */
export function datesIn(code, style) {
  const known = Intl.DateTimeFormat.supportedLocalesOf(code).length > 0;
  return known ? new Intl.DateTimeFormat(code, style) : new Intl.DateTimeFormat("sv", { ...style, dateStyle: "short" });
}

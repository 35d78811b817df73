import { ask, Refused } from "./api.js";
import { addressOf, announce, datesIn, instant, link, make, quiet, searchAddress, span, title } from "./parts.js";
import { publicationOf, search, searchFailure } from "./search.js";
import { wordsOf } from "./words.js";

const LANGUAGES = `{
  languages { code name direction fallback isDefault }
}`;
const FRONT = `query Front($language: LanguageCode!, $fallback: [LanguageCode!]) {
  publication(language: $language) { name license }
  latestIssue(language: $language, fallback: $fallback) {
    title number startsOn endsOn
    articles { ...Card section { slug name } }
  }
}
fragment Card on Article { id title lead slug language isFallback trend trendLabel }`;
const ARTICLE = `query Article($language: LanguageCode!, $path: ArticlePath!) {
  publication(language: $language) { name license timezone siteUrl }
  article(by: { path: $path }) {
    slug title lead language trend trendLabel publishedAt updatedAt readingMinutes authors body
    section { name }
    image { src alt caption credit width height }
    translations { language slug }
    previous { slug title }
    next { slug title }
  }
}`;
const ARROWS = { IMPROVED: "↗", UNCHANGED: "→", WORSENED: "↘" };

const place = (id) => document.getElementById(id);
let languages = [];

/** Read the address: its language, and the slug of an article or the query of a search. */
function route() {
  const [, code, slug, rest] = location.hash.match(/^#\/([\w-]+)(?:\/([\w-]+)|\?(.*))?$/) ?? [];
  const language = languages.find((each) => each.code === code) ?? preferred();
  const query = new URLSearchParams(rest).get("q")?.trim() ?? null;
  return language.code === code ? { language, slug, query } : { language, query: null };
}

function preferred() {
  const known = (wish) => languages.find(({ code }) => wish === code || wish.startsWith(`${code}-`));
  return navigator.languages.map(known).find(Boolean) ?? languages.find((each) => each.isDefault);
}

let newest = 0;

/** Show what the address names. An answer that comes after the reader has moved on is dropped. */
async function show({ focus = true } = {}) {
  const turn = ++newest;
  place("main").setAttribute("aria-busy", "true");
  let view;
  try {
    languages = languages.length ? languages : (await ask(LANGUAGES)).data.languages;
    view = await seek(route());
  } catch (error) {
    view = await failure(error);
  }
  if (turn !== newest) return;
  fill(view);
  if (!focus) return;
  place("search").reset(); // to what the address asks for
  const empty = languages.length > 0 && route().query === "";
  (empty ? place("q") : place("main").querySelector("h1"))?.focus();
}

function seek({ language, slug, query }) {
  if (query !== null) return search(language, query);
  return slug ? article(language, slug) : front(language);
}

function fill({ language, content, asOf, publication, translations = [], told = "" }) {
  const words = wordsOf(language?.code);
  place("main").replaceChildren(...content.filter(Boolean));
  place("main").setAttribute("aria-busy", "false");
  place("notice").hidden = !asOf;
  place("notice").textContent = asOf ? `${words.offline} ${instant(asOf, language.code)}.` : "";
  announce(told);
  if (!language) return;
  Object.assign(document.documentElement, { lang: language.code, dir: language.direction.toLowerCase() });
  place("languages").setAttribute("aria-label", words.languages);
  place("languages").replaceChildren(...languages.map((each) => choice(each, language, translations)));
  place("name").href = addressOf(language.code);
  fillSearch(words);
  if (publication) {
    place("name").textContent = publication.name;
    place("terms").replaceChildren(quiet(publication.license));
  }
  document.title = `${place("main").querySelector("h1").textContent} – ${place("name").textContent}`;
}

function fillSearch(words) {
  const { query } = route();
  const form = place("search");
  form.hidden = false;
  form.querySelector("label").textContent = words.everywhere;
  form.querySelector("button").textContent = words.search;
  form.q.defaultValue = query ?? "";
}

/** A language of the switch: the same article or search in it, else its front page. */
function choice({ code, name }, current, translations) {
  const same = translations.find((each) => each.language === code);
  const chosen = link(code, same?.slug, name);
  const { query } = route();
  if (query !== null) chosen.href = searchAddress(code, query);
  chosen.lang = chosen.hreflang = code;
  if (code === current.code) chosen.setAttribute("aria-current", "true");
  return chosen;
}

async function front(language) {
  const { code, fallback } = language;
  const { data, asOf } = await ask(FRONT, { language: code, fallback });
  const { publication, latestIssue: issue } = data;
  const words = wordsOf(code);
  if (!issue) return { language, publication, asOf, content: [title(words.noIssue)] };
  const sections = Map.groupBy(issue.articles, ({ section }) => section?.slug);
  const content = [
    title(issue.title ?? `${words.untitled} ${issue.number ?? issue.startsOn}`),
    quiet([issue.number && `№ ${issue.number}`, span(issue, code)].filter(Boolean).join(" · ")),
    ...[...sections.values()].map((articles) => department(articles, code)),
  ];
  return { language, publication, asOf, content };
}

/** A section with its articles, named in the reader's language if one of them is in it. */
function department(articles, code) {
  const name = (articles.find((each) => !each.isFallback) ?? articles[0]).section?.name;
  const cards = articles.map((each) => card(each, code));
  return make("section", { class: "section" }, name && make("h2", {}, name), cards);
}

const card = (article, code) =>
  make(
    "article",
    { lang: article.language !== code && article.language },
    make("h3", {}, link(article.language, article.slug, article.title)),
    trend(article),
    article.lead && make("p", {}, article.lead),
    article.isFallback && quiet(languages.find((each) => each.code === article.language).name),
  );

async function article(language, slug) {
  const { code } = language;
  const { data, asOf } = await ask(ARTICLE, { language: code, path: { language: code, slug } });
  const { publication, article: found } = data;
  const words = wordsOf(code);
  if (!found) return { language, publication, asOf, content: [title(words.noArticle), back(code)] };
  // An earlier address: the reader, and whoever copies it, gets the one of today.
  if (found.slug !== slug) history.replaceState(null, "", addressOf(code, found.slug));
  const body = make("div", { class: "body" });
  body.innerHTML = found.body; // safe HTML, as the schema says of BodyFormat.HTML
  for (const wide of body.querySelectorAll("table, pre")) wide.tabIndex = 0; // the arrow keys move it
  const content = [
    back(code),
    quiet(found.section?.name),
    title(found.title),
    trend(found),
    quiet(facts(found, publication, words)),
    found.lead && make("p", { class: "lead" }, found.lead),
    found.image && picture(found.image, publication),
    body,
    make("nav", {}, beside(words.previous, found.previous, code), beside(words.next, found.next, code)),
  ];
  const translations = [...found.translations, { language: code, slug: found.slug }];
  return { language, publication, asOf, content, translations };
}

const back = (code) => quiet(link(code, null, `← ${wordsOf(code).back}`));
const beside = (word, article, code) => article && make("span", {}, `${word}: `, link(code, article.slug, article.title));
const trend = (article) =>
  article.trendLabel && make("p", { class: `trend ${article.trend}` }, make("span", { "aria-hidden": "true" }, `${ARROWS[article.trend]} `), article.trendLabel);

function facts({ publishedAt, updatedAt, readingMinutes, authors, language }, { timezone }, words) {
  const dates = datesIn(language, { dateStyle: "long", timeZone: timezone });
  const day = (value) => value && dates.format(new Date(value));
  const corrected = updatedAt && `${words.corrected} ${day(updatedAt)}`;
  return [authors.join(", "), day(publishedAt), corrected, `${readingMinutes} ${words.minutes}`]
    .filter(Boolean)
    .join(" · ");
}

function picture({ src: address, alt, caption, credit, width, height }, { siteUrl }) {
  const src = new URL(address, siteUrl).href; // it may be a path on the publication's website
  const line = [caption, credit].filter(Boolean).join(" · ");
  return make("figure", {}, make("img", { src, alt, width, height }), line && make("figcaption", { class: "quiet" }, line));
}

async function failure(error) {
  const { language, query } = languages.length ? route() : { language: null, query: null };
  const words = wordsOf(language?.code ?? navigator.language.split("-")[0]);
  const { told, more } = query === null ? { told: trouble(error, language, words) } : searchFailure(error, words);
  const refused = language && error instanceof Refused; // it would be again
  const box = make("div", { class: "error", role: "alert" }, title(told), more);
  const publication = refused && (await publicationOf(language).catch(() => null));
  return { language, publication, content: [box, !refused && again(words), language && back(language.code)] };
}

function trouble(error, language, words) {
  const withdrawn = error instanceof Refused && error.more.withdrawnAt;
  return withdrawn ? `${words.withdrawn} ${instant(new Date(withdrawn), language.code)}.` : words.failed;
}

function again(words) {
  const button = make("button", { type: "button" }, words.retry);
  button.addEventListener("click", () => show());
  return button;
}

place("search").addEventListener("submit", (event) => {
  event.preventDefault();
  const address = searchAddress(document.documentElement.lang, event.target.q.value.trim());
  if (address === location.hash) show();
  else location.hash = address;
});
// `#some-heading` inside of a body is no address of ours: the browser goes there by itself.
addEventListener("hashchange", () => /^#(\/|$)/.test(location.hash) && show());
addEventListener("online", () => show({ focus: false }));
if ("serviceWorker" in navigator) navigator.serviceWorker.register("worker.js");
await show({ focus: false });

import { ask, Refused } from "./client.js";
import { type FragmentType, graphql, useFragment as read } from "./graphql/index.js";

const Card = graphql(`
  fragment Card on Article {
    title
    slug
    language
    isFallback
    trendLabel
    section { name }
  }
`);

const LatestIssue = graphql(`
  query LatestIssue($language: LanguageCode!, $fallback: [LanguageCode!]) {
    latestIssue(language: $language, fallback: $fallback) {
      number
      title
      startsOn
      endsOn
      articles { ...Card slug language }
    }
  }
`);

const OneArticle = graphql(`
  query OneArticle($path: ArticlePath!) {
    article(by: { path: $path }) {
      title
      lead
      readingMinutes
      body(format: TEXT)
      translations { language url }
    }
  }
`);

const Worsened = graphql(`
  query Worsened($language: LanguageCode!, $after: String) {
    articles(language: $language, filter: { trend: [WORSENED] }, first: 5, after: $after) {
      totalCount
      nodes { ...Card }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

function line(card: FragmentType<typeof Card>): string {
  const { title, section, language, isFallback } = read(Card, card);
  const place = section ? `${section.name}: ` : "";
  return `- ${place}${title}${isFallback ? ` (${language})` : ""}`;
}

async function printLatestIssue(language: string): Promise<void> {
  const { latestIssue } = await ask(LatestIssue, { language, fallback: ["ru", "en"] });
  if (!latestIssue) return console.log(`There is no issue in ${language}.`);
  const { number, title, startsOn, endsOn, articles } = latestIssue;
  console.log(`No. ${number ?? "–"}, ${startsOn} to ${endsOn}: ${title ?? ""}`);
  for (const article of articles) console.log(line(article));
  const first = articles[0];
  if (first) await printArticle(first.language, first.slug);
}

async function printArticle(language: string, slug: string): Promise<void> {
  const { article } = await ask(OneArticle, { path: { language, slug } });
  if (!article) return console.log(`There is no article ${slug} in ${language}.`);
  console.log(`\n${article.title}\n${article.lead ?? ""}`);
  console.log(`${article.readingMinutes} min, ${article.body.length} characters`);
  for (const other of article.translations) console.log(`${other.language}: ${other.url}`);
}

async function printWorsened(language: string): Promise<void> {
  let after: string | null = null;
  for (;;) {
    // Written out: a type that is found from what it leads to cannot be found.
    const page: Awaited<ReturnType<typeof askWorsened>> = await askWorsened(language, after);
    if (after === null) console.log(`\nWorsened, ${page.totalCount} articles:`);
    for (const article of page.nodes) console.log(line(article));
    if (!page.pageInfo.hasNextPage) return;
    after = page.pageInfo.endCursor;
  }
}

async function askWorsened(language: string, after: string | null) {
  return (await ask(Worsened, { language, after })).articles;
}

try {
  const language = process.argv[2] ?? "en";
  await printLatestIssue(language);
  await printWorsened(language);
} catch (error) {
  // fetch throws a TypeError where nobody answers, with the reason as its cause.
  if (!(error instanceof Refused || error instanceof TypeError || error instanceof DOMException)) throw error;
  console.error(error.message, error.cause ?? "");
  process.exitCode = 1;
}

// An index of whole sections, made in the browser when somebody searches. All words of a query must be there (AND), or,
// where no section has them all, as many as any has; a word that stands nowhere finds nothing. A word counts where it
// stands whole, begins an indexed word, or, where nothing else fits, differs from one in one letter. Of a question the
// words that every text has are passed over.

/** @typedef {{order: string, title: string, page: string, keywords: string, parts: [string, string, string][]}} Lesson anchor, heading and text of each part */
/** @typedef {{href: string, title: string, heading: string, text: string, taught: boolean, length: number}} Section */
/** @typedef {{section: Section, score: number, words: string[], text: string}} Hit */
/** @typedef {Map<Section, number>} Weights */

const IDENTIFIER = /[\p{L}\p{N}]+(?:[-_.:/][\p{L}\p{N}]+)*/gu;
const JOINT = /[-_.:/]/;
const [IN_TEXT, IN_HEADING, IN_TITLE] = [1, 6, 9];
const [WHOLE, BEGUN, MISTYPED] = [1, 0.45, 0.25];
const TOGETHER = 3; // the words of a query, as they were typed
const EXPLAINED = 0.6; // the glossary's word for it, after the lesson that teaches it
const FILLING = new Set("a an and are as at be by can do does for from has have how i in is it its me my of on or should that the then there this to was we what when where which who why will with you".split(" "));
const FORGIVEN = 4; // letters from which one may be wrong

/** The words of a text: an identifier whole, and its parts. @param {string} text */
export function wordsOf(text) {
  const whole = text.toLowerCase().match(IDENTIFIER) ?? [];
  return whole.flatMap((word) => (JOINT.test(word) ? [word, ...word.split(JOINT)] : [word]));
}

/** Whether two words differ in one letter: one more, one less, another, or two that changed places. @param {string} one @param {string} other */
export function oneApart(one, other) {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1 || short === long) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
  if (short.slice(at + 1) === long.slice(at + 1)) return true;
  return short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2);
}

export class Index {
  /** @type {Section[]} */
  sections = [];
  /** @type {Map<string, Weights>} how much each word counts in each section */
  words = new Map();

  /** @param {Lesson[]} lessons */
  constructor(lessons) {
    for (const { order, title, page, keywords, parts } of lessons) {
      const lesson = `${order} ${title}`.trim();
      for (const [anchor, heading, text] of parts) {
        const section = { href: page + (anchor && "#" + anchor), title: heading ? `${lesson} – ${heading}` : lesson, heading, text, taught: order !== "", length: 0 };
        this.sections.push(section);
        this.add(section, text, IN_TEXT);
        this.add(section, heading, IN_HEADING);
        if (anchor) continue;
        this.add(section, lesson, IN_TITLE);
        this.add(section, keywords, IN_HEADING);
      }
    }
    this.usual = this.sections.reduce((sum, { length }) => sum + length, 0) / this.sections.length;
  }

  /** @param {Section} section @param {string} text @param {number} weight */
  add(section, text, weight) {
    for (const word of wordsOf(text)) {
      section.length++;
      let places = this.words.get(word);
      if (!places) this.words.set(word, (places = new Map()));
      places.set(section, (places.get(section) ?? 0) + weight);
    }
  }

  /** The indexed words that a word of a query stands for, and how well. @param {string} word @returns {[string, number][]} */
  meant(word) {
    const all = [...this.words.keys()];
    const begun = all.filter((one) => one.startsWith(word));
    if (begun.length) return begun.map((one) => [one, one === word ? WHOLE : BEGUN]);
    if (word.length < FORGIVEN) return [];
    return all.filter((one) => oneApart(one, word)).map((one) => [one, MISTYPED]);
  }

  /** How much each section has of one word: rare words count more, long sections less. @param {[string, number][]} meant @returns {Weights} */
  weigh(meant) {
    const found = /** @type {Weights} */ (new Map());
    for (const [word, quality] of meant) {
      const places = /** @type {Weights} */ (this.words.get(word));
      const rare = Math.log(1 + this.sections.length / places.size);
      for (const [section, count] of places) {
        const much = count / (count + 0.6 + 0.6 * (section.length / this.usual));
        found.set(section, Math.max(found.get(section) ?? 0, quality * rare * much * (1 + Math.log2(1 + count) / 4)));
      }
    }
    return found;
  }

  /** The sections that have all words of a query, or most of them, best first. @param {string} query @returns {Hit[]} */
  find(query) {
    const said = query.toLowerCase().match(IDENTIFIER) ?? [];
    const telling = said.filter((word) => !FILLING.has(word));
    const whole = telling.length ? telling : said;
    const typed = whole.flatMap((word) => (JOINT.test(word) && !this.meant(word).length ? word.split(JOINT) : [word]));
    if (!typed.length) return [];
    const meant = typed.map((word) => this.meant(word));
    const weights = meant.map((one) => this.weigh(one));
    const words = [...new Set([...typed, ...meant.flatMap((one) => one.filter(([, quality]) => quality === MISTYPED).map(([word]) => word))])];
    const phrase = typed.length > 1 ? query.trim().toLowerCase() : "";
    if (weights.some((one) => !one.size)) return [];
    const has = (/** @type {Section} */ section) => weights.filter((one) => one.has(section)).length;
    const most = Math.max(...this.sections.map(has));
    return this.sections.filter((section) => has(section) === most).map((section) => {
      const together = phrase && (section.heading + "\n" + section.text).toLowerCase().includes(phrase) ? TOGETHER : 1;
      const score = (section.taught ? 1 : EXPLAINED) * together * weights.reduce((sum, one) => sum + (one.get(section) ?? 0), 0);
      return { section, score, words, text: excerpt(section.text, phrase ? [phrase, ...words] : words) };
    }).sort((a, b) => b.score - a.score);
  }
}

/** Some of a text, around the first of some words that is in it. @param {string} text @param {string[]} words */
function excerpt(text, words) {
  const small = text.toLowerCase();
  const at = Math.max(0, words.map((word) => small.indexOf(word)).find((place) => place >= 0) ?? 0);
  return (at > 30 ? "… " : "") + text.slice(at > 30 ? at - 20 : 0, at + 110);
}

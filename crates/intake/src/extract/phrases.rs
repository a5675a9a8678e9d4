//! Lines that sites put into articles and that belong to none, by what they say.
//!
//! In the languages that the desk reads most; a line in another language is found by its links or names instead.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::words::{count, key, squeeze};

static TAIL_HEADING_KEYS: LazyLock<HashSet<String>> =
    LazyLock::new(|| TAIL_HEADINGS.iter().map(|heading| key(heading)).collect());
static LINE_KEYS: LazyLock<HashSet<String>> =
    LazyLock::new(|| LINES.iter().map(|line| key(line)).collect());

/// Headings over what follows an article. Compared without case, punctuation and spaces, so "You may also
/// like:" is found by "you may also like".
const TAIL_HEADINGS: &[&str] = &[
    "about the author",
    "about the authors",
    "add a comment",
    "all comments",
    "also in the news",
    "also on this site",
    "also read",
    "comments",
    "discussion",
    "don't miss",
    "editor's picks",
    "editors' picks",
    "follow us",
    "further reading from us",
    "from our partners",
    "from the web",
    "in other news",
    "in this section",
    "join the conversation",
    "join the discussion",
    "keep reading",
    "latest articles",
    "latest headlines",
    "latest news",
    "latest posts",
    "latest stories",
    "leave a comment",
    "leave a reply",
    "like this",
    "loading comments",
    "more articles",
    "more coverage",
    "more for you",
    "more headlines",
    "more in this section",
    "more like this",
    "more news",
    "more on this",
    "more on this story",
    "more on this topic",
    "more stories",
    "more stories for you",
    "more to read",
    "most popular",
    "most read",
    "most viewed",
    "must read",
    "newsletter",
    "next article",
    "next story",
    "other stories",
    "our latest stories",
    "popular posts",
    "popular stories",
    "post a comment",
    "previous article",
    "promoted content",
    "promoted stories",
    "read also",
    "read more",
    "read next",
    "reader comments",
    "recent posts",
    "recommended",
    "recommended articles",
    "recommended for you",
    "recommended reading",
    "recommended stories",
    "related",
    "related articles",
    "related content",
    "related coverage",
    "related links",
    "related news",
    "related posts",
    "related reading",
    "related stories",
    "related topics",
    "related video",
    "related videos",
    "see also",
    "share this",
    "share this article",
    "share this post",
    "share this story",
    "sign up",
    "similar articles",
    "similar stories",
    "sponsored content",
    "sponsored links",
    "stay informed",
    "stay up to date",
    "subscribe",
    "suggested articles",
    "suggested reading",
    "tags",
    "the latest",
    "today's top stories",
    "top stories",
    "topics",
    "trending",
    "trending now",
    "trending stories",
    "up next",
    "view comments",
    "watch next",
    "what others are reading",
    "what to read next",
    "you may also be interested in",
    "you may also like",
    "you might also enjoy",
    "you might also like",
    "you might be interested in",
    "your comments",
    // German
    "auch interessant",
    "das könnte sie auch interessieren",
    "das könnte dich auch interessieren",
    "kommentare",
    "leserkommentare",
    "lesen sie auch",
    "mehr zum thema",
    "meistgelesen",
    "schlagworte",
    "themen",
    "verwandte artikel",
    "weitere artikel",
    "weitere nachrichten",
    "zum thema",
    "empfohlene artikel",
    // French
    "à lire aussi",
    "à lire également",
    "articles liés",
    "articles similaires",
    "commentaires",
    "dans la même rubrique",
    "lire aussi",
    "les plus lus",
    "sur le même sujet",
    "sur le même thème",
    "voir aussi",
    "vous aimerez aussi",
    // Spanish, Portuguese, Italian
    "artículos relacionados",
    "comentarios",
    "lea también",
    "lo más leído",
    "más información",
    "más noticias",
    "noticias relacionadas",
    "te puede interesar",
    "temas relacionados",
    "también te puede interesar",
    "ver también",
    "artigos relacionados",
    "comentários",
    "leia mais",
    "leia também",
    "mais lidas",
    "notícias relacionadas",
    "saiba mais",
    "veja também",
    "articoli correlati",
    "commenti",
    "leggi anche",
    "potrebbe interessarti",
    // Dutch, Swedish, Danish, Norwegian, Polish
    "gerelateerde artikelen",
    "lees ook",
    "lees meer",
    "meer over dit onderwerp",
    "reacties",
    "kommentarer",
    "läs mer",
    "läs också",
    "les også",
    "les mer",
    "læs også",
    "læs mere",
    "czytaj także",
    "czytaj też",
    "komentarze",
    "zobacz także",
    "zobacz też",
    "przeczytaj także",
    // Czech, Russian
    "čtěte také",
    "související články",
    "diskuse",
    "читайте также",
    "по теме",
    "комментарии",
];

/// Whole lines that belong to no article.
const LINES: &[&str] = &[
    "ad",
    "advertisement",
    "advertisements",
    "advertising",
    "article continues after advertisement",
    "article continues below",
    "article continues below advertisement",
    "story continues below",
    "story continues below advertisement",
    "continue reading below",
    "continue reading the main story",
    "scroll to continue",
    "scroll for more",
    "skip advertisement",
    "skip to content",
    "sponsored",
    "sponsored content",
    "promoted",
    "email",
    "facebook",
    "twitter",
    "whatsapp",
    "linkedin",
    "pinterest",
    "reddit",
    "print",
    "share",
    "shares",
    "tweet",
    "pin it",
    "copy link",
    "link copied",
    "copy",
    "save",
    "close",
    "menu",
    "loading",
    "please wait",
    "play video",
    "pause",
    "mute",
    "view gallery",
    "view comments",
    "show more",
    "load more",
    "see more",
    "back to top",
    "go back",
    "listen",
    "listen to this article",
    "report this ad",
    "report a typo",
    "thank you",
    "thank you for subscribing",
    "thanks for signing up",
    "enlarge this image",
    "toggle caption",
    "hide caption",
    "click to enlarge",
    "swipe",
    "photo gallery",
    "read more",
    "read full article",
    "read the full article",
    "report an error",
    "print this article",
    "email this article",
    "email to a friend",
    "follow",
    "gift article",
    "bookmark",
    "comment",
    "comments",
    "no comments",
    "be the first to comment",
    "end of story",
    "continue",
    "article",
    "by",
    "image",
    "video",
    "anzeige",
    "werbung",
    "teilen",
    "drucken",
    "publicité",
    "partager",
    "imprimer",
    "publicidad",
    "compartir",
    "imprimir",
    "publicidade",
    "compartilhar",
    "continua após a publicidade",
    "continua depois da publicidade",
    "pubblicità",
    "condividi",
    "advertentie",
    "reklama",
    "annons",
    "annonse",
    "annonce",
    "реклама",
    "поделиться",
];

/// Beginnings of lines that send the reader elsewhere. They count only in short lines that are mostly a link, or that
/// a colon follows.
const PROMPTS: &[&str] = &[
    "read more",
    "read also",
    "read next",
    "also read",
    "read",
    "more",
    "see also",
    "see more",
    "related",
    "related story",
    "related article",
    "watch",
    "watch also",
    "listen",
    "must read",
    "don't miss",
    "recommended",
    "more on this",
    "find out more",
    "learn more",
    "click here",
    "you may also like",
    "you might also like",
    "in pictures",
    "explainer",
    "also on",
    "more from",
    "further reading",
    "previously",
    "view more",
    "see",
    "lesen sie auch",
    "lesen sie mehr",
    "mehr zum thema",
    "lesen sie dazu",
    "auch interessant",
    "à lire aussi",
    "lire aussi",
    "à lire",
    "lire",
    "voir aussi",
    "lea también",
    "le puede interesar",
    "te puede interesar",
    "ver también",
    "leia também",
    "leia mais",
    "veja também",
    "saiba mais",
    "leggi anche",
    "lees ook",
    "lees meer",
    "läs också",
    "läs mer",
    "les også",
    "læs også",
    "czytaj także",
    "czytaj też",
    "zobacz także",
    "čtěte také",
    "читайте также",
    "смотрите также",
];

/// Beginnings of whole short paragraphs that ask for something.
const PLEAS: &[&str] = &[
    "sign up for",
    "sign up to",
    "sign up here",
    "subscribe to our",
    "subscribe to the",
    "subscribe now",
    "subscribe today",
    "subscribe here",
    "get our free",
    "get the latest",
    "get our newsletter",
    "get more stories like this",
    "follow us on",
    "follow us at",
    "like us on",
    "join us on",
    "find us on",
    "follow the author",
    "download our app",
    "download the app",
    "click here to",
    "click to ",
    "share this ",
    "this site uses cookies",
    "we use cookies",
    "by signing up",
    "by subscribing",
    "by clicking",
    "by submitting",
    "by entering your",
    "your email address",
    "enter your email",
    "please enable javascript",
    "javascript is",
    "you need to enable javascript",
    "you must be logged in",
    "log in to comment",
    "login to comment",
    "this article was originally published",
    "originally published on",
    "originally published at",
    "all rights reserved",
    "copyright ©",
    "© ",
    "© copyright",
    "(c) copyright",
    "support our journalism",
    "support independent journalism",
    "support us",
    "have a tip",
    "got a tip",
    "got a story",
    "do you have a story",
    "have you got a story",
    "send us your",
    "contact the author",
    "email the author",
    "to comment on this",
    "comments are closed",
    "comments are moderated",
    "please read our comment",
    "already a subscriber",
    "for more stories like this",
    "for more news",
    "stay up to date with",
    "stay informed with",
    "never miss a story",
    "never miss out",
    "don't miss a",
    "thanks for reading",
    "if you like this",
    "if you enjoyed this",
    "if you liked this",
    "filed under",
    "posted in",
    "tagged with",
    "tagged:",
    "tags:",
    "topics:",
    "categories:",
    "category:",
    "keywords:",
    "labels:",
    "more about:",
    "more on:",
    "in this article:",
    "photo credit:",
    "read or share this story",
    "e-mail:",
    "follow me on",
    "newsletter abonnieren",
    "abonnieren sie",
    "folgen sie uns",
    "alle rechte vorbehalten",
    "abonnez-vous",
    "inscrivez-vous",
    "suivez-nous",
    "tous droits réservés",
    "suscríbete",
    "síguenos",
    "todos los derechos reservados",
    "siga-nos",
    "todos os direitos reservados",
    "assine a newsletter",
    "iscriviti",
    "seguici su",
    "tutti i diritti riservati",
    "volg ons op",
    "schrijf je in",
];

/// Beginnings of lines that say when, by whom or how long.
const META_STARTS: &[&str] = &[
    "published",
    "updated",
    "last updated",
    "last modified",
    "posted",
    "first published",
    "created",
    "modified",
    "date:",
    "publication date",
    "veröffentlicht",
    "aktualisiert",
    "stand:",
    "publié le",
    "mis à jour",
    "publicado",
    "actualizado",
    "atualizado",
    "pubblicato",
    "aggiornato",
    "gepubliceerd",
    "opublikowano",
    "publicerad",
    "uppdaterad",
];

/// Whether a heading stands over what follows an article and is none of its own.
pub(super) fn is_tail_heading(text: &str) -> bool {
    if text.chars().count() > 60 {
        return false;
    }
    let key = key(text);
    let bare = key.trim_start_matches(|c: char| c.is_ascii_digit());
    let bare = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    TAIL_HEADING_KEYS.contains(bare)
        || text.chars().count() <= 50 && {
            let lower = squeeze(text).to_lowercase();
            [
                "more from ",
                "more in ",
                "more about ",
                "more by ",
                "more on ",
                "related to ",
                "read more about ",
                "read more on ",
                "latest from ",
                "latest in ",
                "top stories in ",
                "most read in ",
                "recent posts by ",
                "recommended by ",
                "mehr aus ",
                "mehr von ",
                "mehr zu ",
            ]
            .iter()
            .any(|start| lower.starts_with(start))
        }
}

/// Whether a whole line belongs to no article: a label on a button, an advertisement's mark.
pub(super) fn is_stray_line(text: &str) -> bool {
    if text.chars().count() > 60 {
        return false;
    }
    let key = key(text);
    let bare = key.trim_matches(|c: char| c.is_ascii_digit());
    // "Thank you." is said by somebody; a button has no full stop.
    let is_said =
        text.ends_with(['.', '!', '?', '”', '"']) && !text.ends_with("...") && bare.len() < 16;
    !is_said && LINE_KEYS.contains(bare)
}

/// Whether a line sends the reader to another story. `link_share` is the share of its characters inside links.
pub(super) fn is_prompt(text: &str, link_share: f64) -> bool {
    let text = squeeze(text).to_lowercase();
    if text.chars().count() > 220 {
        return false;
    }
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    PROMPTS.iter().any(|prompt| {
        text.strip_prefix(prompt).is_some_and(|rest| {
            let rest = rest.trim_start();
            let marked = rest.starts_with([':', '|', '>', '»', '→', '…', '-', '–', '—']);
            let apart = !rest.is_empty() && !rest.starts_with(char::is_alphanumeric) || marked;
            (marked && link_share > 0.25) || (link_share > 0.6 && (apart || prompt.contains(' ')))
        })
    })
}

/// Whether a short paragraph asks for something or is the house's own small print.
pub(super) fn is_plea(text: &str) -> bool {
    let text = squeeze(text).to_lowercase();
    count(&text) <= 45 && {
        let text =
            text.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '('));
        PLEAS.iter().any(|plea| text.starts_with(plea))
    }
}

/// Whether a line says only when the article was published, by whom, or how long it takes.
pub(super) fn is_meta_line(text: &str) -> bool {
    let text = squeeze(text).to_lowercase();
    let length = text.chars().count();
    if length > 110 {
        return false;
    }
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let starts = META_STARTS.iter().any(|start| text.starts_with(start));
    let reading = (text.contains("min read")
        || text.contains("minute read")
        || text.contains("minutes to read")
        || text.contains("min lesezeit"))
        && length < 40;
    starts && (digits >= 3) && !text.ends_with('.') || reading
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strays_are_told_from_sentences() {
        assert!(is_tail_heading("You may also like:"));
        assert!(is_tail_heading("12 Comments"));
        assert!(is_tail_heading("Mehr zum Thema"));
        assert!(!is_tail_heading("The tide turns"));
        assert!(is_stray_line("— Advertisement —"));
        assert!(is_stray_line("Loading..."));
        assert!(!is_stray_line("Share prices in mud rose."));
        assert!(!is_stray_line("“Thank you.”"));
        assert!(is_prompt("READ MORE: Gulls elect a mayor", 0.8));
        assert!(is_prompt("Lire aussi : Les mouettes votent", 0.7));
        assert!(!is_prompt(
            "Read the whole log, said the keeper, and then the harbour's.",
            0.1
        ));
        assert!(!is_prompt("More gulls than ever: the count", 0.0));
        assert!(is_plea("Sign up for our daily tide letter."));
        assert!(!is_plea("Signals from the lighthouse were late."));
        assert!(is_meta_line("Published 7 July 2014, 17:02"));
        assert!(is_meta_line("4 min read"));
        assert!(!is_meta_line("Published in 1851, the chart shows no mud."));
    }
}

//! What the starter paper is made of: files that are built in.

use super::{STARTER, StarterError};
use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct PaperFile {
    pub(super) name: String,
    pub(super) motto: String,
    pub(super) time_zone: String,
    pub(super) pages: Vec<PageRow>,
    pub(super) areas: Vec<AreaRow>,
    pub(super) dossiers: Vec<DossierRow>,
    pub(super) sources: Vec<SourceRow>,
}

#[derive(Deserialize)]
pub(super) struct PageRow {
    pub(super) number: i64,
    pub(super) title: String,
}

#[derive(Deserialize)]
pub(super) struct AreaRow {
    pub(super) slug: String,
    pub(super) name: String,
}

#[derive(Deserialize)]
pub(super) struct DossierRow {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) about: String,
}

#[derive(Deserialize, Clone)]
pub(super) struct SourceRow {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) tag: String,
    pub(super) homepage: String,
}

#[derive(Deserialize)]
pub(super) struct ArticleHead {
    pub(super) headline: String,
    pub(super) kind: String,
    pub(super) source: Option<String>,
    pub(super) url: Option<String>,
    pub(super) page: i64,
    pub(super) area: String,
    pub(super) days_ago: i64,
    pub(super) time: String,
    pub(super) posted_by: String,
    #[serde(default)]
    pub(super) lead: bool,
    #[serde(default)]
    pub(super) classic: bool,
    pub(super) picture: Option<String>,
    #[serde(default)]
    pub(super) picture_alt: String,
    #[serde(default)]
    pub(super) picture_caption: String,
    #[serde(default)]
    pub(super) dossiers: Vec<String>,
    pub(super) byline: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct CommentsFile {
    pub(super) comments: Vec<CommentRow>,
}

#[derive(Deserialize)]
pub(super) struct CommentRow {
    pub(super) article: String,
    pub(super) nic: String,
    pub(super) minutes: i64,
    pub(super) text: String,
    #[serde(default)]
    pub(super) website: String,
}

pub(super) fn faulty(what: impl std::fmt::Display) -> StarterError {
    StarterError::Faulty(what.to_string())
}

pub(super) fn text(name: &str) -> Result<&'static str, StarterError> {
    STARTER
        .get_file(name)
        .and_then(|file| file.contents_utf8())
        .ok_or_else(|| faulty(format!("{name} is missing")))
}

pub(super) fn toml_file<T: for<'a> Deserialize<'a>>(name: &str) -> Result<T, StarterError> {
    toml::from_str(text(name)?).map_err(|error| faulty(format!("{name}: {error}")))
}

/// Its articles, in the order of their file names: (name, head, body).
pub(super) fn articles() -> Result<Vec<(String, ArticleHead, &'static str)>, StarterError> {
    let folder = STARTER
        .get_dir("articles")
        .ok_or_else(|| faulty("articles/ is missing"))?;
    let mut articles = Vec::new();
    for file in folder.files() {
        let name = file
            .path()
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default();
        let whole = file.contents_utf8().unwrap_or_default();
        let parts = whole
            .strip_prefix("+++\n")
            .and_then(|rest| rest.split_once("\n+++\n"));
        let (head, body) =
            parts.ok_or_else(|| faulty(format!("{name}: no head between +++ lines")))?;
        let head = toml::from_str(head).map_err(|error| faulty(format!("{name}: {error}")))?;
        articles.push((name, head, body));
    }
    articles.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(articles)
}

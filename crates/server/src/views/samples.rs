//! Samples of every view, from an invented harbour town: what the tests render and a designer looks at.

mod accounts;
mod desk_article;
mod desk_comments;
mod desk_edition;
mod drafts;
mod glossary;
mod glossary_desk;
mod inbox;
mod jobs;
mod lists;
mod pages;
mod remarks;
mod submit;
mod talk;
mod text;

use askama::Template;

/// A view that can show itself in each of its states.
pub trait Sample: Template + Sized {
    /// Its states, each with a short name for its file: "edition", "edition-empty".
    fn samples() -> Vec<(&'static str, Self)>;
}

/// A sample that has been rendered.
#[derive(Debug)]
pub struct Rendered {
    /// Name of the state.
    pub name: &'static str,
    /// The HTML.
    pub html: String,
    /// Whether it is a whole page and not a fragment.
    pub whole: bool,
}

/// Renders every sample of every view.
///
/// # Errors
/// When a template fails, which embedded templates do not.
pub fn render_all() -> askama::Result<Vec<Rendered>> {
    let mut all = Vec::new();
    render::<super::EditionPage>(&mut all, true)?;
    render::<super::EditionPart>(&mut all, true)?;
    render::<super::EmptyPaper>(&mut all, true)?;
    render::<super::ArticlePage>(&mut all, true)?;
    render::<super::CommentPage>(&mut all, true)?;
    render::<super::ListPage>(&mut all, true)?;
    render::<super::CommentList>(&mut all, true)?;
    render::<super::ArchiveIndex>(&mut all, true)?;
    render::<super::ArchiveYear>(&mut all, true)?;
    render::<super::ArchiveMonth>(&mut all, true)?;
    render::<super::SerialPage>(&mut all, true)?;
    render::<super::GlossaryPage>(&mut all, true)?;
    render::<super::GlossaryEntryPage>(&mut all, true)?;
    render::<super::GlossaryHowPage>(&mut all, true)?;
    render::<super::SourcesPage>(&mut all, true)?;
    render::<super::ErrorPage>(&mut all, true)?;
    render::<super::SettingsPage>(&mut all, true)?;
    render::<super::DeskArticlePage>(&mut all, true)?;
    render::<super::DeskEditionPage>(&mut all, true)?;
    render::<super::DeskComments>(&mut all, true)?;
    render::<super::DeskCommentPage>(&mut all, true)?;
    render::<super::RevisionsPage>(&mut all, true)?;
    render::<super::ArticleTools>(&mut all, false)?;
    render::<super::StaffBar>(&mut all, false)?;
    render::<super::JoinPage>(&mut all, true)?;
    render::<super::SignInPage>(&mut all, true)?;
    render::<super::ProofPage>(&mut all, true)?;
    render::<super::DeskRefusalPage>(&mut all, true)?;
    render::<super::AccountPage>(&mut all, true)?;
    render::<super::SecondStepPage>(&mut all, true)?;
    render::<super::RecoveryCodesPage>(&mut all, true)?;
    render::<super::PeoplePage>(&mut all, true)?;
    render::<super::LogPage>(&mut all, true)?;
    render::<super::DeskFront>(&mut all, true)?;
    render::<super::ModsPage>(&mut all, true)?;
    render::<super::InboxPage>(&mut all, true)?;
    render::<super::InboxItemPage>(&mut all, true)?;
    render::<super::InboxItemPart>(&mut all, false)?;
    render::<super::FeedsPage>(&mut all, true)?;
    render::<super::FeedChoicePage>(&mut all, true)?;
    render::<super::FeedPage>(&mut all, true)?;
    render::<super::FeedImportPage>(&mut all, true)?;
    render::<super::RemarkPage>(&mut all, true)?;
    render::<super::LooseRemarks>(&mut all, true)?;
    render::<super::SubmitPage>(&mut all, true)?;
    render::<super::SubmissionPage>(&mut all, true)?;
    render::<super::SubmissionRows>(&mut all, true)?;
    render::<super::ChecksPage>(&mut all, true)?;
    render::<super::JobsPage>(&mut all, true)?;
    render::<super::JobPage>(&mut all, true)?;
    render::<super::ReprintPage>(&mut all, true)?;
    render::<super::DraftsPage>(&mut all, true)?;
    render::<super::ClipPage>(&mut all, true)?;
    render::<super::DraftPage>(&mut all, true)?;
    render::<super::DraftPreviewPage>(&mut all, true)?;
    render::<super::DraftVersionsPage>(&mut all, true)?;
    render::<super::DraftPreviewFragment>(&mut all, false)?;
    render::<super::DeskGlossaryPage>(&mut all, true)?;
    render::<super::GlossEntryPage>(&mut all, true)?;
    render::<super::GlossPrintedPage>(&mut all, true)?;
    render::<super::GlossTestPage>(&mut all, true)?;
    render::<super::ArticleGlossPage>(&mut all, true)?;
    render::<super::GlossBulkPage>(&mut all, true)?;
    render::<super::GlossImportPage>(&mut all, true)?;
    render::<super::GlossChangesPage>(&mut all, true)?;
    render::<super::GlossChangePage>(&mut all, true)?;
    render::<super::GlossSerialsPage>(&mut all, true)?;
    render::<super::GlossLinePage>(&mut all, true)?;
    render::<super::GlossSuggestionsPage>(&mut all, true)?;
    render::<super::GlossTrialPart>(&mut all, false)?;
    render::<super::Greeting>(&mut all, false)?;
    render::<super::Standing>(&mut all, false)?;
    render::<super::PreviewFragment>(&mut all, false)?;
    Ok(all)
}

fn render<V: Sample>(all: &mut Vec<Rendered>, whole: bool) -> askama::Result<()> {
    for (name, view) in V::samples() {
        all.push(Rendered {
            name,
            html: view.render()?,
            whole,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests;

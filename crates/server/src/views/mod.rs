//! What each page shows: a typed context, its template and samples.
//!
//! A view is a struct of plain, ready-formatted data beside an askama template under `templates/`. Views know neither the
//! store nor HTTP: handlers fill them. The rules they all follow:
//!
//! - An empty string means "absent"; dates and numbers come ready to print in the paper's time zone and language.
//! - Templates use only what askama and minijinja have in common, because a paper may override a template at run time:
//!   `if`/`elif`/`else`, `for`/`else`, `loop`, `==`, `!=`, `set`, `include`, `extends`, `block` and the filter `safe`.
//!   (`not`, `and` and `or` are spelled differently in the two.)
//! - A page is the same bytes for every reader, apart from its [`Hole`]s, which the server fills when it sends the page.
//! - No inline scripts and no inline styles: pages are served under `script-src 'self'; style-src 'self'`.
//! - Every view has [`Sample`]s, which a test renders and `cargo run --example samples` writes to a folder to look at.

mod account;
mod archive;
mod article;
mod checks;
mod chrome;
mod comment;
mod desk;
mod desk_article;
mod desk_comments;
mod desk_edition;
mod desk_entry;
mod desk_glossary;
mod door;
mod draft;
mod edition;
mod error;
mod feeds;
mod glossary;
mod hole;
mod inbox;
mod jobs;
mod letter;
mod list;
mod people;
mod remarks;
pub mod samples;
mod serial;
mod settings;
mod sources;
mod submit;

pub use account::{AccountPage, PasskeyRow, RecoveryCodesPage, SecondStepPage, SessionRow};
pub use archive::{
    ArchiveIndex, ArchiveMonth, ArchiveYear, Calendar, DayCell, DayRow, Week, Weekday, YearRow,
};
pub use article::{ArticlePage, Neighbours, ReadingChoice, Story};
pub use checks::{CheckRow, ChecksPage};
pub use chrome::{Chrome, Feed, Greeting, Link, PageLink, Tab};
pub use comment::{
    Comment, CommentForm, CommentPage, Comments, FieldError, FormErrors, PreviewFragment, Standing,
};
pub use desk::{DeskChrome, DeskPart, DeskRefusalPage, Pick};
pub use desk_article::{
    ArticleTools, ArticleWords, DeskArticlePage, DiffPart, EvidenceRow, Filed, RevisionRow,
    RevisionsPage, StaffBar,
};
pub use desk_comments::{DeskComment, DeskCommentPage, DeskComments};
pub use desk_edition::{
    DeskEditionDraft, DeskEditionLost, DeskEditionPage, DeskEditionPart, DeskEditionRow,
};
pub use desk_entry::{
    ArticleGlossPage, GlossAsideRow, GlossEntryPage, GlossField, GlossFieldSet, GlossMatch,
    GlossPrintedIn, GlossPrintedPage, GlossTestPage, GlossTrial, GlossTrialPart, GlossUseRow,
};
pub use desk_glossary::{
    DeskGlossaryPage, GlossBulkPage, GlossChangePage, GlossChangeRow, GlossChangesPage,
    GlossImportPage, GlossLinePage, GlossPlace, GlossPlanRow, GlossRefused, GlossRow, GlossSerial,
    GlossSerialLine, GlossSerialsPage, GlossStep, GlossSuggestion, GlossSuggestionGroup,
    GlossSuggestionsPage,
};
pub use door::{Carried, JoinPage, PasskeyCall, ProofPage, SignInPage};
pub use draft::{
    ClipPage, DraftGroup, DraftLine, DraftPage, DraftPreview, DraftPreviewFragment,
    DraftPreviewPage, DraftVersionsPage, DraftsPage, LeftOutBlock, MentionLine, Offer, VersionLine,
};
pub use edition::{
    Choice, DossierCount, EditionPage, EditionPart, EmptyPaper, Group, LatestComment, Lead,
    LeadLink, Row, Sidebars, Totals,
};
pub use error::ErrorPage;
pub use feeds::{
    FeedChoicePage, FeedGroup, FeedImportPage, FeedPage, FeedRow, FeedsPage, FoundFeed, ImportRow,
};
pub use glossary::{
    GlossaryEntryPage, GlossaryHowPage, GlossaryLine, GlossaryNote, GlossaryPage, GlossaryPrinted,
};
pub use hole::Hole;
pub use inbox::{
    HadStory, InboxItemPage, InboxItemPart, InboxItemView, InboxPage, InboxRow, PickList, SentIn,
    SourceRow,
};
pub use jobs::{
    JobFailure, JobPage, JobRow, JobsPage, ProposedStep, RehearsalView, ReprintPage, SampleRow,
    SampleSide,
};
pub use letter::{LetterArticle, LetterPage, LetterView};
pub use list::{CommentList, CommentRow, ListPage, Picture, Teaser};
pub use people::{
    DeskFront, InvitationRow, LogPage, LogRow, LogValue, ModRow, ModsPage, PartCard, PeoplePage,
    PersonRow, RoleChoice,
};
pub use remarks::{
    LooseRemarks, LooseRow, ParagraphChoice, PlaceChoice, RemarkPage, RemarkPreview,
};
pub use samples::Sample;
pub use serial::{SerialLine, SerialPage};
pub use settings::{Field, FieldSet, Pair, Pairs, SettingsPage};
pub use sources::{SiteLine, SourceLine, SourcesPage};
pub use submit::{SubmissionPage, SubmissionRow, SubmissionRows, SubmitForm, SubmitPage};

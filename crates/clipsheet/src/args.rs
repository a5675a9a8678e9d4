//! What can be said on the command line.

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use clipsheet_server::letter::MailAddress;
use clipsheet_store::Day;
use std::path::PathBuf;
use url::Url;

/// Clipsheet: a server for the annotated daily paper with a talkative readership.
///
/// Without a command it serves the paper in ./data, making the starter paper first when there is none.
#[derive(Debug, Parser)]
#[command(name = "clipsheet", version, max_term_width = 100)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Say more: -v what happens, -vv everything
    #[arg(short, long, action = clap::ArgAction::Count, global = true)]
    verbose: u8,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

impl Args {
    pub(crate) fn log_level(&self) -> tracing::Level {
        match self.verbose {
            0 => tracing::Level::WARN,
            1 => tracing::Level::INFO,
            _ => tracing::Level::DEBUG,
        }
    }
}

/// Where the paper is.
#[derive(Debug, Clone, ClapArgs)]
pub(crate) struct Place {
    /// The data folder: database, pictures, theme and clipsheet.toml
    #[arg(long, value_name = "DIR", default_value = "data", global = true)]
    pub(crate) data: PathBuf,
    /// postgres://…, or a file of SQLite; DIR/clipsheet.db unless told otherwise
    #[arg(long, value_name = "URL", global = true)]
    pub(crate) database: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the paper (also what happens without a command)
    Serve(Serve),
    /// Clip one story from a saved page or an address
    Clip(Clip),
    /// List the drafts: clipped, not printed yet
    Drafts,
    /// Print a draft in today's edition
    Publish(Publish),
    /// Find the article in a web page: HTML in, JSON out
    Extract(Extract),
    /// Feeds: read one, add and list those of the inbox
    #[command(subcommand)]
    Feed(Feed),
    /// A comment as typed in, safe HTML out
    Markup {
        /// A file; standard input when missing or -
        #[arg(default_value = "-")]
        file: PathBuf,
    },
    /// Untrusted HTML in, safe HTML out
    Sanitise {
        /// A file; standard input when missing or -
        #[arg(default_value = "-")]
        file: PathBuf,
    },
    /// The glossary: try it, check it, bring it in or out
    #[command(subcommand)]
    Gloss(Gloss),
    /// An edition as an e-mail: clipsheet letter --to friends@harbour.example | sendmail -i -t
    Letter(LetterOrder),
    /// Comments: close and reopen them, take one away
    #[command(subcommand)]
    Comments(Comments),
    /// Make a new one-time link that makes its visitor an owner
    OwnerLink {
        /// Open this account anew instead, and make it an owner's: for lost passwords, phones and passkeys
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
    },
    /// Those who make the paper: list them, invite one more
    #[command(subcommand)]
    Staff(Staff),
    /// Count everything anew: counters are derived and come back the same
    Recount,
}

impl Default for Command {
    fn default() -> Self {
        Self::Serve(Serve::default())
    }
}

#[derive(Debug, Default, ClapArgs)]
pub(crate) struct Serve {
    /// Address to listen on; 127.0.0.1:8080 unless told otherwise here or in clipsheet.toml. Port 0 takes a free one
    #[arg(long, value_name = "ADDR")]
    pub(crate) listen: Option<String>,
    /// Start with a blank paper instead of the starter paper
    #[arg(long)]
    pub(crate) empty: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct LetterOrder {
    /// The edition's date, such as 2014-07-07; the latest unless told otherwise
    #[arg(long, value_name = "DATE", value_parser = edition_date)]
    pub(crate) edition: Option<Day>,
    /// Whom it goes to; may be said several times
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) to: Vec<MailAddress>,
    /// Whom it is from; noreply@ the paper's host unless told otherwise
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) from: Option<MailAddress>,
    /// All of every article, however long the letter gets; else long ones are cut with a link to the rest
    #[arg(long)]
    pub(crate) whole: bool,
}

fn edition_date(text: &str) -> Result<Day, String> {
    Day::parse(text)
        .ok_or_else(|| format!("“{text}” is no date of the calendar; write it as 2014-07-07"))
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Clip {
    /// A saved page, - for standard input, or an address
    #[arg(value_name = "FILE-or-URL")]
    pub(crate) story: String,
    /// Where a saved page was
    #[arg(long)]
    pub(crate) url: Option<Url>,
    /// The page it goes on; the paper's first unless told otherwise
    #[arg(long, value_name = "N")]
    pub(crate) page: Option<i64>,
    /// The area it goes into; proposed unless told otherwise
    #[arg(long, value_name = "SLUG")]
    pub(crate) area: Option<String>,
    /// Print it at once in today's edition; without this it becomes a draft
    #[arg(long)]
    pub(crate) publish: bool,
    /// Make it the edition's lead
    #[arg(long, requires = "publish")]
    pub(crate) lead: bool,
    /// Who posts it
    #[arg(long, value_name = "NAME", default_value = "The Desk")]
    pub(crate) by: String,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Publish {
    /// The draft's number, as `clipsheet drafts` lists it
    pub(crate) draft: i64,
    /// Make it the edition's lead
    #[arg(long)]
    pub(crate) lead: bool,
    /// Who posts it
    #[arg(long, value_name = "NAME", default_value = "The Desk")]
    pub(crate) by: String,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Extract {
    /// Where the page was
    #[arg(long)]
    pub(crate) url: Url,
    /// A saved page; standard input when missing or -
    #[arg(default_value = "-")]
    pub(crate) file: PathBuf,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Feed {
    /// Read a feed (RSS, Atom, RDF, JSON Feed): feed in, JSON out. Its HTML is the source's own, not made safe
    Parse(FeedParse),
    /// Add a feed to those that are read for the inbox
    Add(FeedAdd),
    /// List the feeds that are read for the inbox, and how they fare
    List,
    /// Add all feeds of a list that a feed reader has exported (OPML)
    Import(FeedImport),
    /// Read the feeds that are due now, and end: for cron, where no server runs
    Poll,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct FeedAdd {
    /// The feed's address
    pub(crate) url: Url,
    #[command(flatten)]
    pub(crate) goes: FeedGoes,
    /// The group it is listed in
    #[arg(long, value_name = "GROUP", default_value = "")]
    pub(crate) group: String,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct FeedImport {
    /// The list; - for standard input
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) goes: FeedGoes,
}

/// Where a feed's stories go.
#[derive(Debug, ClapArgs)]
pub(crate) struct FeedGoes {
    /// The page that its stories are proposed for
    #[arg(long, value_name = "N")]
    pub(crate) page: Option<i64>,
    /// The area that its stories are proposed for
    #[arg(long, value_name = "SLUG")]
    pub(crate) area: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct FeedParse {
    /// Where the feed was; relative addresses in it are resolved against it
    #[arg(long)]
    pub(crate) url: Option<Url>,
    /// A saved feed; standard input when missing or -
    #[arg(default_value = "-")]
    pub(crate) file: PathBuf,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Gloss {
    /// Try a glossary file on an article: HTML in, annotated HTML or the matches out
    Apply(GlossApply),
    /// Say what is wrong with a glossary file, JSON or CSV
    Check {
        /// The glossary file
        file: PathBuf,
    },
    /// Make the paper's glossary be that of a file, JSON or CSV. Printed articles stay as they were printed
    Import {
        /// The glossary file
        file: PathBuf,
        /// Keep the entries that the file does not have: it only adds and changes
        #[arg(long)]
        add: bool,
        /// Say what would be done, and do nothing
        #[arg(long)]
        dry_run: bool,
        /// Import the rest although some entries cannot be read: those are then not in the glossary
        #[arg(long)]
        skip_broken: bool,
    },
    /// Write the paper's glossary as a file to standard output
    Export {
        /// As a table for a spreadsheet, without the serials
        #[arg(long)]
        csv: bool,
    },
    /// Print articles anew with today's glossary. What an editor chose for them and the lines of serials that they have stay
    Reprint(GlossReprint),
}

#[derive(Debug, ClapArgs)]
#[group(required = true, multiple = false)]
pub(crate) struct GlossReprint {
    /// One article, by its number
    #[arg(long, value_name = "N")]
    pub(crate) article: Option<i64>,
    /// All of an edition, such as 2014-07-07
    #[arg(long, value_name = "DAY")]
    pub(crate) edition: Option<String>,
    /// All in which an entry was printed or mentioned
    #[arg(long, value_name = "HEADWORD")]
    pub(crate) entry: Option<String>,
    /// All with these words side by side in headline or text
    #[arg(long, value_name = "TEXT")]
    pub(crate) words: Option<String>,
    /// All that were ever printed
    #[arg(long)]
    pub(crate) all: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct GlossApply {
    /// The glossary file
    #[arg(long, value_name = "FILE")]
    pub(crate) glossary: PathBuf,
    /// The article's number: it chooses between variants
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) article_id: i64,
    /// The edition's date, such as 2014-07-07
    #[arg(long, value_name = "D")]
    pub(crate) date: Option<clipsheet_gloss::Date>,
    /// The page's number
    #[arg(long, value_name = "N")]
    pub(crate) page: Option<u32>,
    /// The area's short name
    #[arg(long, value_name = "SLUG")]
    pub(crate) area: Option<String>,
    /// As printed, or the source's words
    #[arg(long, value_enum, default_value_t = GlossMode::Printed)]
    pub(crate) mode: GlossMode,
    /// The annotated HTML, or the matches as JSON
    #[arg(long, value_enum, default_value_t = GlossFormat::Html)]
    pub(crate) format: GlossFormat,
    /// The article's HTML; standard input when missing or -
    #[arg(default_value = "-")]
    pub(crate) file: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum GlossMode {
    Printed,
    Plain,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum GlossFormat {
    Html,
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Staff {
    /// List everybody with role, second step and when they were last at the desk
    List,
    /// Make a one-time link that makes its visitor one of the staff
    Invite {
        /// What they will be
        #[arg(long, value_enum)]
        role: StaffRole,
        /// For whom it is: a note that stands in the list of links
        #[arg(long, value_name = "WORDS", default_value = "")]
        note: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StaffRole {
    Contributor,
    Moderator,
    Editor,
    Owner,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Comments {
    /// Close the comments of an article now
    Close {
        /// The article's number
        article: i64,
    },
    /// Keep the comments of an article open, for some days or for good
    Open {
        /// The article's number
        article: i64,
        /// Days from now; without it, for good
        #[arg(long)]
        days: Option<u32>,
    },
    /// Put the comments of an article back under the paper's rule
    Reset {
        /// The article's number
        article: i64,
    },
    /// Take a comment away; its number stays as a tombstone
    Remove {
        /// The article's number
        article: i64,
        /// The comment's number
        number: i64,
    },
    /// Bring a comment back that was taken away, as it was written
    Restore {
        /// The article's number
        article: i64,
        /// The comment's number
        number: i64,
    },
}

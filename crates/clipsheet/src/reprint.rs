//! `clipsheet gloss reprint`.

use crate::args::{GlossReprint, Place};
use crate::open::{open, open_existing};
use anyhow::{Context, anyhow, bail};
use clipsheet_server::App;
use clipsheet_server::calendar::{counted, counted_len, number};
use clipsheet_server::glossary::jobs;
use clipsheet_server::glossary::task::Scope;
use clipsheet_store::{Actor, ArticleId, Day, JobState, find_headline, find_job, list_glossary};
use std::sync::Arc;
use std::time::Duration;

/// How often it is told how far the job is.
const TELL: Duration = Duration::from_millis(500);

/// Prints articles anew and waits until that is done, whoever does it: this process, or a server that runs on the same paper.
/// Ended early, the job is left as far as it is, and a server goes on with it.
pub(crate) async fn run(place: &Place, order: &GlossReprint) -> anyhow::Result<()> {
    let app = open(place, open_existing(place).await?, None).await?;
    let scope = scope_of(&app, order).await?;
    let id = jobs::ask_reprint(&app, &Actor::command_line(), scope).await?;
    let work = || {
        let app = Arc::clone(&app);
        tokio::spawn(async move { jobs::work_at(&app, id).await })
    };
    let mut worker = work();
    loop {
        tokio::time::sleep(TELL).await;
        // It had its say: the job is done, or a server has it, which may fall silent, or it cannot go on here.
        if worker.is_finished() {
            let ended = std::mem::replace(&mut worker, work()).await?;
            ended.with_context(|| {
                format!("job {id} is left as far as it is, and a server goes on with it")
            })?;
        }
        let found = app.store.read(move |conn| find_job(conn, id)).await?;
        let job = found.ok_or_else(|| anyhow!("job {id} is gone"))?;
        eprintln!(
            "{} of {}, {} changed",
            number(job.done),
            articles(job.total),
            number(job.changed)
        );
        match job.state {
            JobState::Waiting | JobState::Running => {}
            JobState::Done => {
                println!("{}, {} changed", articles(job.done), number(job.changed));
                let report = jobs::report::Report::read(&job.result);
                for (article, why) in &report.failed {
                    eprintln!("article {article}: {why}");
                }
                if report.failed_count > 0 {
                    bail!(
                        "{} could not be printed anew",
                        counted_len(report.failed_count, "article", "articles")
                    );
                }
                return Ok(());
            }
            JobState::Stopped => bail!("somebody stopped it at the desk, at article {}", job.at),
            JobState::Failed => bail!("{}", job.reason),
        }
    }
}

fn articles(count: i64) -> String {
    counted(count, "article", "articles")
}

async fn scope_of(app: &App, order: &GlossReprint) -> anyhow::Result<Scope> {
    if let Some(number) = order.article {
        let id = ArticleId(number);
        let found = app.store.read(move |conn| find_headline(conn, id)).await?;
        return match found {
            Some(_) => Ok(Scope::Article(id)),
            None => bail!(
                "there is no article {number}. Its number stands in its address: /article/7/… is article 7"
            ),
        };
    }
    if let Some(day) = &order.edition {
        let day =
            Day::parse(day).ok_or_else(|| anyhow!("`{day}` is no date. Write it as 2014-07-07"))?;
        return Ok(Scope::Edition(day));
    }
    if let Some(headword) = &order.entry {
        let rows = app.store.read(list_glossary).await?;
        let wanted = headword.to_lowercase();
        let same = rows
            .iter()
            .filter(|row| row.headword.to_lowercase() == wanted);
        let ids: Vec<i64> = same.map(|row| row.id).collect();
        if ids.is_empty() {
            bail!(
                "the glossary has no entry `{headword}`. `clipsheet gloss export` writes all there are"
            );
        }
        return Ok(Scope::Entries(ids));
    }
    if let Some(words) = &order.words {
        if words.trim().is_empty() {
            bail!("--words needs a word or a few");
        }
        return Ok(Scope::Words(words.clone()));
    }
    Ok(Scope::All)
}

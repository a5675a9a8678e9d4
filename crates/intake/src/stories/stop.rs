//! Words that say nothing about which story it is, and words that only say when.
//!
//! The lists are small on purpose. What is common in a language that is not listed is found out by the
//! [index](super::StoryIndex), which counts how many stories have a word. Words stand here as
//! [`words`](super::words) folds them: transliterated, in lower case.

use std::collections::HashSet;
use std::sync::LazyLock;

static FUNCTION_WORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| FUNCTION.split_whitespace().collect());
static CALENDAR_WORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| CALENDAR.split_whitespace().collect());

/// Articles, prepositions, pronouns, auxiliary verbs, and "today", which every feed says.
pub(super) fn is_function_word(word: &str) -> bool {
    FUNCTION_WORDS.contains(word)
}

/// Weekdays and months: to a serial column what numbers are.
pub(super) fn is_calendar_word(word: &str) -> bool {
    CALENDAR_WORDS.contains(word)
}

/// English, German, Dutch, French, Spanish, Portuguese, Italian, the Scandinavian languages, Russian.
const FUNCTION: &str = "
the an of to in on at by for with from as into onto over under after before about between during until against
than then that this these those there here it its he she they them his her their theirs him we our you your my me
is are was were be been being am has have had having do does did doing will would shall should can could may might must
and or but nor so if not no also only just very more most some any all both each other such own too out up down off
who whom whose which what when where why how while because since says said say today tomorrow yesterday tonight
dont doesnt didnt isnt arent wasnt werent wont cant couldnt hasnt havent hadnt
der die das den dem des ein eine einer einem einen eines und oder aber nicht ist sind war waren wird werden wurde wurden
hat haben hatte hatten mit von vom zum zur bei nach aus auf fur uber unter zu im am als auch noch nur wie sich sie er es wir
ihr ihre sein seine durch gegen bis um dass heute gestern
het een van voor met naar door niet zijn heeft hebben werd worden ook maar om te op uit aan bij dat dit deze
le la les un une du et ou mais ne pas est sont etait ete avec pour par sur sous dans chez aux au que qui quoi dont ce
cette ces son sa ses leur leurs il elle ils elles on se plus comme apres avant entre sans
el los las una unos unas del al lo no es son fue fueron ser con por para sin sobre entre como mas pero su sus que se
ha han este esta estos estas ese esa
os uma um do da dos das na nas nos com em ao pelo pela foi sao sua seu seus suas mais
il gli una uno di dei degli delle della dello nel nella nelle con per tra fra che non sono stato stata era piu come anche si suo sua
och att det som en ett pa av for med inte ar var den till har de om sig er og ikke pa som til fra ved han hun
eto kak dlia chto na po ot do za iz ili ne ego oni ona byl byla bylo byli
";

const CALENDAR: &str = "
monday tuesday wednesday thursday friday saturday sunday
january february march april may june july august september october november december
montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
januar februar marz maerz mai juni juli oktober dezember
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart mei augustus
lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre
lunes martes miercoles jueves viernes sabado domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
lunedi martedi mercoledi giovedi venerdi domenica gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
segunda terca quarta quinta sexta janeiro fevereiro marco maio junho julho setembro outubro novembro dezembro
mandag tirsdag onsdag torsdag fredag lordag sondag lordag tisdag
ponedelnik vtornik sreda chetverg piatnitsa subbota voskresenye
";

//! Names and titles, sorted. They come from no one source: common ones of the English-speaking world and its
//! neighbours, chosen by hand; words that are commoner as words are left out.

/// Given names, places among them that are given names too.
#[rustfmt::skip]
pub(super) const GIVEN_NAMES: &[&str] = &[
    "Aaron", "Abdul", "Abigail", "Ada", "Adam", "Adrian", "Agnes", "Ahmed", "Aidan", "Alan", "Albert", "Alec", "Alex",
    "Alexander", "Alexandra", "Alfred", "Alice", "Alison", "Amanda", "Amelia", "Amir", "Amy", "Andrea", "Andrew",
    "Andy", "Angela", "Angus", "Anita", "Ann", "Anna", "Anne", "Annie", "Anthony", "Antonio", "Arthur", "Audrey",
    "Austin", "Barbara", "Barnaby", "Barry", "Basil", "Beatrice", "Ben", "Benjamin", "Bernard", "Beth", "Betty",
    "Bill", "Billy", "Bob", "Bobby", "Brenda", "Brian", "Bridget", "Bruce", "Bryan", "Calvin", "Cameron", "Carl",
    "Carlos", "Carol", "Caroline", "Catherine", "Cecil", "Cedric", "Chad", "Charles", "Charlie", "Charlotte",
    "Chelsea", "Chloe", "Chris", "Christian", "Christina", "Christine", "Christopher", "Claire", "Clara", "Clare",
    "Claudia", "Clive", "Colin", "Connor", "Constance", "Craig", "Cynthia", "Daisy", "Dan", "Daniel", "Danny",
    "Darren", "Dave", "David", "Dawn", "Dean", "Deborah", "Denise", "Dennis", "Derek", "Diana", "Diane", "Diego",
    "Dominic", "Donald", "Donna", "Doris", "Dorothy", "Douglas", "Duncan", "Dylan", "Earl", "Ed", "Eddie", "Edgar",
    "Edith", "Edmund", "Edna", "Edward", "Edwin", "Eileen", "Elaine", "Eleanor", "Eli", "Elizabeth", "Ella", "Ellen",
    "Ellie", "Elsie", "Emily", "Emma", "Eric", "Erica", "Ernest", "Esther", "Ethan", "Ethel", "Eugene", "Eva", "Evan",
    "Evelyn", "Fatima", "Felix", "Fiona", "Flora", "Florence", "Frances", "Francis", "Frank", "Fred", "Freda",
    "Freddie", "Frederick", "Gareth", "Gary", "Gavin", "Gemma", "Geoff", "Geoffrey", "George", "Georgia", "Georgina",
    "Gerald", "Gerard", "Gertrude", "Gilbert", "Giles", "Gladys", "Glen", "Gloria", "Gordon", "Grace", "Graham",
    "Grant", "Greg", "Gregory", "Gwen", "Hamish", "Hannah", "Harold", "Harriet", "Harry", "Harvey", "Hassan", "Hazel",
    "Heather", "Hector", "Helen", "Helena", "Henrietta", "Henry", "Herbert", "Hilary", "Hilda", "Horace", "Howard",
    "Hubert", "Hugh", "Hugo", "Humphrey", "Ian", "Ibrahim", "Ida", "Imogen", "Ingrid", "Irene", "Iris", "Isaac",
    "Isabel", "Isabella", "Isla", "Ivan", "Ivor", "Jack", "Jackie", "Jacob", "Jake", "James", "Jamie", "Jan", "Jane",
    "Janet", "Janice", "Jasmine", "Jason", "Jasper", "Jean", "Jeff", "Jeffrey", "Jen", "Jenna", "Jennifer", "Jenny",
    "Jeremy", "Jerome", "Jerry", "Jess", "Jesse", "Jessica", "Jill", "Jim", "Jimmy", "Joan", "Joanna", "Joanne",
    "Joe", "Joel", "John", "Johnny", "Jon", "Jonathan", "Jordan", "Jose", "Joseph", "Josephine", "Josh", "Joshua",
    "Joyce", "Juan", "Judith", "Judy", "Julia", "Julian", "Julie", "Juliet", "June", "Justin", "Karen", "Karl",
    "Kate", "Katherine", "Kathleen", "Kathryn", "Kathy", "Katie", "Keith", "Kelly", "Ken", "Kenneth", "Kevin",
    "Khalid", "Kim", "Kirsty", "Kurt", "Kyle", "Lance", "Larry", "Laura", "Lauren", "Laurence", "Lawrence", "Leah",
    "Len", "Leo", "Leon", "Leonard", "Leslie", "Lewis", "Liam", "Lilian", "Lily", "Linda", "Lisa", "Liz", "Logan",
    "Lois", "Lorraine", "Louis", "Louise", "Lucas", "Lucy", "Luis", "Luke", "Lydia", "Lynn", "Mabel", "Madeleine",
    "Mae", "Malcolm", "Marcus", "Margaret", "Maria", "Marian", "Marie", "Marilyn", "Mario", "Marion", "Marjorie",
    "Mark", "Martha", "Martin", "Mary", "Matilda", "Matt", "Matthew", "Maud", "Maureen", "Maurice", "Mavis", "Max",
    "Maxine", "May", "Megan", "Melanie", "Melissa", "Mia", "Michael", "Michelle", "Miguel", "Mike", "Mildred",
    "Miles", "Millie", "Miranda", "Miriam", "Mohamed", "Mohammed", "Molly", "Monica", "Morris", "Moses", "Muhammad",
    "Muriel", "Nadia", "Nancy", "Naomi", "Natalie", "Natasha", "Nathan", "Neil", "Nell", "Nellie", "Neville",
    "Nicholas", "Nick", "Nicola", "Nicole", "Nigel", "Nina", "Noah", "Noel", "Nora", "Norma", "Norman", "Olga",
    "Olive", "Oliver", "Olivia", "Omar", "Oscar", "Oswald", "Otto", "Owen", "Pablo", "Paige", "Pamela", "Paris",
    "Pat", "Patricia", "Patrick", "Paul", "Paula", "Pauline", "Pedro", "Peggy", "Penelope", "Penny", "Percy", "Peter",
    "Phil", "Philip", "Phillip", "Phoebe", "Phyllis", "Pierre", "Polly", "Prudence", "Quentin", "Rachel", "Rae",
    "Ralph", "Ramona", "Randolph", "Randy", "Raymond", "Rebecca", "Reg", "Reginald", "Rhoda", "Ricardo", "Richard",
    "Rick", "Rita", "Rob", "Robert", "Roberta", "Robin", "Rod", "Roderick", "Rodney", "Roger", "Roland", "Ron",
    "Ronald", "Rory", "Rosalind", "Rosemary", "Ross", "Roy", "Rupert", "Russell", "Ruth", "Ryan", "Sally", "Sam",
    "Samantha", "Samuel", "Sandra", "Sara", "Sarah", "Scott", "Sean", "Sebastian", "Seth", "Sharon", "Shaun",
    "Sheila", "Shirley", "Sid", "Sidney", "Silas", "Simon", "Sofia", "Sonia", "Sophia", "Sophie", "Stan", "Stanley",
    "Stella", "Stephanie", "Stephen", "Steve", "Steven", "Stewart", "Stuart", "Sue", "Susan", "Susanna", "Suzanne",
    "Sybil", "Sydney", "Sylvia", "Ted", "Terence", "Teresa", "Terry", "Thelma", "Theo", "Theodore", "Theresa",
    "Thomas", "Tim", "Timothy", "Tina", "Toby", "Todd", "Tom", "Tommy", "Tony", "Tracy", "Trevor", "Ursula",
    "Valerie", "Vanessa", "Vera", "Vernon", "Veronica", "Victor", "Victoria", "Vincent", "Viola", "Violet",
    "Virginia", "Vivian", "Wallace", "Walter", "Wanda", "Warren", "Wayne", "Wendy", "Wilfred", "Will", "William",
    "Winifred", "Yasmin", "Yusuf", "Yvonne", "Zachary", "Zoe",
];

/// Given names that are places as well.
#[rustfmt::skip]
pub(super) const PLACES_TOO: &[&str] = &[
    "Austin", "Chad", "Charlotte", "Chelsea", "Florence", "Georgia", "Jordan", "Paris", "Sydney", "Victoria", "Virginia",
];

/// Family names.
#[rustfmt::skip]
pub(super) const FAMILY_NAMES: &[&str] = &[
    "Adams", "Allen", "Anderson", "Andrews", "Armstrong", "Atkinson", "Bailey", "Baker", "Barnes", "Barrett",
    "Bennett", "Bradley", "Brooks", "Brown", "Bryant", "Burns", "Burton", "Butler", "Campbell", "Carpenter", "Carr",
    "Carter", "Chapman", "Clark", "Clarke", "Clayton", "Coleman", "Collins", "Cooper", "Cox", "Crawford",
    "Cunningham", "Davidson", "Davies", "Davis", "Dawson", "Dixon", "Edwards", "Elliott", "Ellis", "Evans",
    "Ferguson", "Fisher", "Fletcher", "Foster", "Fox", "Freeman", "Gallagher", "Garcia", "Gardner", "Gibson", "Gomez",
    "Gonzalez", "Graham", "Gray", "Green", "Griffin", "Griffiths", "Hamilton", "Harper", "Harris", "Harrison",
    "Hayes", "Henderson", "Henry", "Hernandez", "Hilton", "Hopkins", "Howard", "Hudson", "Hughes", "Hunt", "Hunter",
    "Jackson", "Jenkins", "Johnson", "Johnston", "Jones", "Kelly", "Kennedy", "Khan", "Knight", "Lawson", "Lee",
    "Lewis", "Lloyd", "Lopez", "Marshall", "Martin", "Martinez", "Mason", "Matthews", "Miller", "Mills", "Mitchell",
    "Moore", "Morgan", "Morris", "Murphy", "Murray", "Nelson", "Nguyen", "Palmer", "Parker", "Parsons", "Patel",
    "Patterson", "Pearson", "Perez", "Perkins", "Perry", "Peters", "Phillips", "Porter", "Powell", "Price", "Ramirez",
    "Reed", "Reid", "Reynolds", "Richards", "Richardson", "Roberts", "Robertson", "Robinson", "Rodriguez", "Rogers",
    "Ross", "Russell", "Ryan", "Sanchez", "Saunders", "Scott", "Shaw", "Simmons", "Simpson", "Singh", "Smith",
    "Spencer", "Stevens", "Stewart", "Sullivan", "Taylor", "Thomas", "Thompson", "Thomson", "Torres", "Turner",
    "Walker", "Wallace", "Walsh", "Ward", "Watson", "Watts", "Webb", "Wilkinson", "Williams", "Williamson", "Wilson",
    "Wood", "Woods", "Wright", "Young",
];

/// What stands before a person's name and is no part of it.
#[rustfmt::skip]
pub(super) const TITLES: &[&str] = &[
    "Adm", "Admiral", "Alderman", "Ambassador", "Archbishop", "Attorney", "Aunt", "Ayatollah", "Baron", "Baroness",
    "Bishop", "Brigadier", "Brother", "Capt", "Captain", "Cardinal", "Chair", "Chairman", "Chairperson", "Chairwoman",
    "Chancellor", "Chief", "Cllr", "Cmdr", "Coach", "Col", "Colonel", "Commander", "Commissioner", "Comrade",
    "Congressman", "Congresswoman", "Constable", "Cornet", "Corporal", "Councillor", "Councillors", "Count",
    "Countess", "Cpl", "Dame", "Democrat", "Deputy", "Det", "Detective", "Director", "Doctor", "Dr", "Duchess", "Duke",
    "Earl", "Emperor", "Executive", "Father", "First", "Foreign", "Fr", "Frau", "Gen", "General", "Gov", "Governor",
    "Herr", "Hon", "Imam", "Insp", "Inspector", "Interior", "Judge", "Justice", "Keeper", "King", "Lady", "Leader",
    "Lieutenant", "Lord", "Lt", "Madam", "Madame", "Maj", "Major", "Mayor", "Messrs", "Minister", "Miss", "Mister",
    "Mme", "Monsieur", "Monsignor", "Mother", "Mr", "Mrs", "Ms", "Mx", "Officer", "Ombudsman", "Pastor", "Pope",
    "Premier", "Pres", "President", "Prime", "Prince", "Princess", "Prof", "Professor", "Provost", "Pvt", "Queen",
    "Rabbi", "Rep", "Representative", "Republican", "Rev", "Reverend", "Secretary", "Sen", "Senator", "Sergeant",
    "Sgt", "Sheikh", "Sheriff", "Signor", "Signora", "Sir", "Sister", "Skipper", "Speaker", "Spokesman",
    "Spokesperson", "Spokeswoman", "St", "Superintendent", "Supt", "Uncle", "Vice",
];

/// Titles that stand before persons' names only.
#[rustfmt::skip]
pub(super) const HONORIFICS: &[&str] = &[
    "Adm", "Admiral", "Alderman", "Aunt", "Baroness", "Bishop", "Brigadier", "Capt", "Captain", "Cllr", "Cmdr", "Col",
    "Colonel", "Constable", "Corporal", "Councillor", "Cpl", "Dame", "Det", "Doctor", "Dr", "Fr", "Frau", "Gen", "Gov",
    "Herr", "Insp", "Inspector", "Judge", "Justice", "Lady", "Lieutenant", "Lord", "Lt", "Madam", "Madame", "Maj",
    "Messrs", "Miss", "Mister", "Mme", "Monsieur", "Mr", "Mrs", "Ms", "Mx", "Pres", "Prof", "Professor", "Pvt", "Rep",
    "Rev", "Reverend", "Sen", "Senator", "Sergeant", "Sgt", "Sheikh", "Signor", "Signora", "Sir", "Skipper",
    "Superintendent", "Supt", "Uncle",
];

/// Titles that stand before persons' names, and before what belongs to the office.
#[rustfmt::skip]
pub(super) const OFFICES: &[&str] = &[
    "Ambassador", "Archbishop", "Baron", "Cardinal", "Chairman", "Chairwoman", "Chancellor", "Commander",
    "Commissioner", "Congressman", "Congresswoman", "Count", "Countess", "Duchess", "Duke", "Governor", "Imam", "King",
    "Mayor", "Minister", "Monsignor", "Pastor", "Pope", "Premier", "President", "Prince", "Princess", "Provost",
    "Queen", "Rabbi", "Representative", "Sheriff", "Spokesman", "Spokeswoman",
];

/// What stands within names of persons, mostly without its capital.
#[rustfmt::skip]
pub(super) const PARTICLES: &[&str] = &[
    "Abu", "Af", "Al", "Av", "Ben", "Bin", "Bint", "Da", "De", "Degli", "Del", "Della", "Den", "Der", "Di", "Dos", "Du",
    "El", "Ibn", "La", "Le", "Ould", "Ter", "Van", "Vom", "Von", "Zu", "Zum", "Zur",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        for list in [
            GIVEN_NAMES,
            PLACES_TOO,
            FAMILY_NAMES,
            TITLES,
            HONORIFICS,
            OFFICES,
            PARTICLES,
        ] {
            assert!(list.is_sorted());
        }
    }
}

package io.github.patientpayments.testing;

import java.util.List;

/** Names of patients. */
final class Names {

    static final List<String> FIRST = List.of(
            "Ada", "Aisha", "Ana", "Björn", "Chloé", "Daniel", "Dmitri", "Elena", "Emeka", "Fatima", "George", "Grace",
            "Hanna", "Hiro", "Ingrid", "Ivan", "James", "Jorge", "José", "Karin", "Kofi", "Lars", "Li", "Łukasz",
            "Maria", "Mehmet", "Mia", "Nadia", "Noah", "Olga", "Omar", "Peter", "Priya", "Rosa", "Sam", "Sofia",
            "Thandi", "Thu", "Yusuf", "Zoë");

    static final List<String> LAST = List.of(
            "Adeyemi",
            "Andersson",
            "Bauer",
            "Brown",
            "Castillo",
            "Chen",
            "Da Silva",
            "Dubois",
            "Đặng",
            "Evans",
            "Fischer",
            "García",
            "Haddad",
            "Hansen",
            "Ivanova",
            "Jansen",
            "Jones",
            "Kaya",
            "Khan",
            "Kowalski",
            "Kim",
            "Larsen",
            "López",
            "Mbeki",
            "Müller",
            "Nakamura",
            "Nguyễn",
            "Novák",
            "O'Neill",
            "Okafor",
            "Patel",
            "Petrov",
            "Rossi",
            "Sánchez",
            "Schmidt",
            "Singh",
            "Smith-Jones",
            "Tanaka",
            "van den Berg",
            "Yılmaz");

    /** Valid, and often handled badly. */
    static final List<String> HOSTILE = List.of(
            "Robert'); DROP TABLE patients;--",
            "<script>alert(1)</script>",
            "=HYPERLINK(\"http://example.org\")",
            "null",
            "NaN",
            "0",
            "-",
            "100%_",
            "%s %n {} ${name} {{name}}",
            "C:\\names\\",
            "\"quoted\", with a comma; and more",
            "two\nlines",
            "a\ttab",
            "&amp; &#39;",
            "İbrahim IŞIK ıi",
            "STRASSE Straße",
            "Zoe\u0308", // two characters that show as one
            "ﬁ ﬂ",
            "محمد علي",
            "ab\u202Edcba", // turns the direction of what follows
            "zero\u200Bwidth",
            "王小明",
            "👩‍👩‍👧‍👦",
            "𝒥𝑜",
            "x".repeat(250),
            "🙂".repeat(250));

    private Names() {}
}

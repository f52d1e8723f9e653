package io.github.patientpayments.docs;

import java.net.URI;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.SimpleJavaFileObject;

/**
 * A piece of Java from a page, as a class of its own. Around it stands what its reader has: see {@link ReadmeReader}. A
 * piece with an annotation is a method.
 */
final class Piece extends SimpleJavaFileObject {

    private static final String IMPORTS = Stream.of(
                    "com.zaxxer.hikari.*",
                    "io.github.patientpayments.*",
                    "io.github.patientpayments.history.*",
                    "io.github.patientpayments.job.*",
                    "io.github.patientpayments.micrometer.*",
                    "io.github.patientpayments.query.*",
                    "io.github.patientpayments.springboot.*",
                    "io.github.patientpayments.sync.*",
                    "io.github.patientpayments.sync.Refusal.Reason",
                    "io.github.patientpayments.testing.*",
                    "java.math.*",
                    "java.nio.file.*",
                    "java.time.*",
                    "java.util.*",
                    "javax.sql.*",
                    "org.h2.jdbcx.*",
                    "org.junit.jupiter.api.*",
                    "org.springframework.beans.factory.annotation.*",
                    "org.springframework.boot.*",
                    "org.springframework.context.annotation.*",
                    "org.springframework.scheduling.annotation.*",
                    "org.springframework.stereotype.*",
                    "static io.github.patientpayments.jooq.tables.LivePatients.LIVE_PATIENTS",
                    "static io.github.patientpayments.testing.PatientPaymentStoreAssert.assertThat",
                    "static org.assertj.core.api.Assertions.assertThat")
            .map(name -> "import " + name + ";")
            .collect(Collectors.joining());

    private final Path page;
    private final String name;
    private final String java;

    Piece(Path page, int number, String java) {
        super(URI.create("string:///Piece" + number + ".java"), Kind.SOURCE);
        this.page = page;
        this.name = "Piece" + number;
        this.java = java;
    }

    /** Where it is, and how it begins. */
    String title() {
        return Pages.name(page) + ": " + java.lines().findFirst().orElseThrow();
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        String method = java.startsWith("@") ? java : "void run() throws Exception {" + java + "}";
        return "package io.github.patientpayments.docs;" + IMPORTS + "abstract class " + name
                + " extends ReadmeReader {" + method + "}";
    }
}

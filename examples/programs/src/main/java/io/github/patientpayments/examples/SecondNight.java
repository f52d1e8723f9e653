package io.github.patientpayments.examples;

import java.util.stream.Collectors;

/** What the clinic sends a day later: the first night's files, one record a line, with a few lines changed. */
final class SecondNight {

    static final String GRANT = "e2b62842-2715-6c67-0e4f-cc5834c975b7";
    static final String WIZA = "eaaa8694-cbcd-66c9-1a0f-37db7e07cc94";
    static final String TREMBLAY = "4648829d-5074-bf90-1827-3b269e428b07";
    static final String GLEICHNER = "117f86a6-63f9-1bcd-fb4f-82bc150ed437";

    private static final String PAYMENT_OF_GLEICHNER = "516b08d4-1ac9-503c-17d0-efbd2fbfc3bf";

    /** A good one, one of a patient that nobody knows, and a second one with an id that is taken. */
    private static final String MORE_PAYMENTS = """
            ,
            {"amount":600.00,"patientId":"6edc389e-1660-7ac7-cb60-b9cfb1a63a5d","externalId":"new-1"},
            {"amount":50.00,"patientId":"nobody","externalId":"new-2"},
            {"amount":99.99,"patientId":"8ebf92be-6629-a84d-0eec-53ec396b4c58","externalId":"1ae446cc-8807-c6dd-8b01-a32e04eaa5a6"}
            ]""";

    private SecondNight() {}

    /** One patient has married, one is gone, and somebody mistyped a birth date. */
    static String patients(String firstNight) {
        return firstNight
                .lines()
                .filter(line -> !line.contains(TREMBLAY))
                .map(line -> line.contains(GRANT) ? line.replace("Grant908", "Grant-Mohr") : line)
                .map(line -> line.contains(WIZA) ? line.replace("2022-05-05", "2083-02-01") : line)
                .collect(Collectors.joining("\n"));
    }

    /** One amount was corrected, the payments of the patient that is gone are gone too, and three are added. */
    static String payments(String firstNight) {
        return firstNight
                .lines()
                .filter(line -> !line.contains(TREMBLAY))
                .map(line -> line.contains(PAYMENT_OF_GLEICHNER) ? line.replace("85.55", "585.55") : line)
                .collect(Collectors.joining("\n"))
                .replace("\n]", MORE_PAYMENTS);
    }
}

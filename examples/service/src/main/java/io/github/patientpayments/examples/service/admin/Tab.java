package io.github.patientpayments.examples.service.admin;

/** The entries of the menu, in its order. One without a route is not shown. */
enum Tab {
    OVERVIEW("Overview", "/admin"),
    HELD("Held", "/admin/held"),
    RUNS("Runs", "/admin/runs"),
    MONEY("Money", "/admin/money"),
    REJECTIONS("Rejections", "/admin/rejections"),
    PATIENTS("Patients", "/admin/patients"),
    INTEGRITY("Integrity", "/admin/integrity");

    private final String label;
    private final String path;

    Tab(String label, String path) {
        this.label = label;
        this.path = path;
    }

    String label() {
        return label;
    }

    String path() {
        return path;
    }
}

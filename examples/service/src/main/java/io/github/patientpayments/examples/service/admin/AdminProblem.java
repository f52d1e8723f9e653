package io.github.patientpayments.examples.service.admin;

/** Ends a request with a page that says what is wrong and what to do. Contains no personal data. */
final class AdminProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;

    AdminProblem(int status, String title, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
    }

    static AdminProblem notFound() {
        return new AdminProblem(
                404, "Page not found", "There is nothing at this address. Choose a page from the menu.");
    }

    static AdminProblem badRequest(String detail) {
        return new AdminProblem(400, "The request is invalid", detail);
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}

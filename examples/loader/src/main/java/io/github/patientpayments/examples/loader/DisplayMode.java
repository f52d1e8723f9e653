package io.github.patientpayments.examples.loader;

/** Whether colors or a progress bar are shown. */
enum DisplayMode {
    AUTO,
    ALWAYS,
    NEVER;

    boolean isOn(boolean automatically) {
        return this == ALWAYS || (this == AUTO && automatically);
    }
}

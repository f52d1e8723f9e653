package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.examples.testing.Postgres;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Pictures of the back office of a large store, on PostgreSQL; with {@code -Dscreenshots.payments=1000000} alone. */
@EnabledIfSystemProperty(named = "screenshots.payments", matches = "\\d+")
class LargeStoreBrowserIT extends BrowserTest {

    LargeStoreBrowserIT() {
        super(Postgres.url());
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void picturesOfALargeStore() throws Exception {
        LargeStore.fill(jdbcUrl, schema, Integer.getInteger("screenshots.payments"));
        LocalTime due =
                Instant.now().minus(LargeStore.AGE).atZone(ZoneOffset.UTC).toLocalTime();
        startWithTokens("--due", due.plusHours(1).withSecond(0).withNano(0).toString());
        open();
        logInAs(TOKEN);
        for (String path : List.of("", "/runs", "/rejections", "/patients", "/patients/1", "/integrity")) {
            page.navigate("/admin" + path);
            check("large" + path.replace('/', '-'));
        }
        page.navigate("/admin/money");
        check("large-money-at-first");
        while (page.content().contains("being added up")) {
            page.waitForTimeout(500);
            page.navigate("/admin/money");
        }
        check("large-money");
        picture("large-money");
        assertThat(page.locator(".notice").count()).isZero();
    }
}

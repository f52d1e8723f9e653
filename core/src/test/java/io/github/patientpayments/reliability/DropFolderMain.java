package io.github.patientpayments.reliability;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.job.DropFolder;
import java.nio.file.Path;
import java.time.Duration;

/** Works on a drop folder until it is killed. See {@link KilledDropFolderTest}. */
final class DropFolderMain {

    private DropFolderMain() {}

    /** Arguments: URL, user, password, schema, and the folder. */
    public static void main(String[] arguments) throws InterruptedException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(arguments[0]);
        config.setUsername(arguments[1]);
        config.setPassword(arguments[2]);
        config.setMaximumPoolSize(1);
        PatientPaymentStore store = PatientPaymentStore.builder(new HikariDataSource(config))
                .schema(arguments[3])
                .build();
        DropFolder folder = DropFolder.builder(store, Path.of(arguments[4]))
                .quiet(Duration.ZERO)
                .build();
        System.out.println("begun");
        while (true) {
            folder.run().forEach(result -> System.out.println(result.key()));
            Thread.sleep(2);
        }
    }
}

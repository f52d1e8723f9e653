package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreBusyException;
import io.github.patientpayments.job.DropFolder.Outcome;
import io.github.patientpayments.job.DropFolder.Result;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncRun;
import io.github.patientpayments.sync.SyncRun.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process that dies leaves no pair lost or applied twice. */
class DropFolderRecoveryContract extends DropFolderContractTest {

    /** A process that dies in the sync, before or after the commit. */
    @ParameterizedTest
    @CsvSource({"true, 2", "false, 2"})
    void aProcessThatDiesAroundTheCommitIsFollowedByOneThatAppliesOnce(boolean committed, int runs) throws IOException {
        drop(FIRST, 1);
        job().run();
        drop(SECOND, 2);
        Thunk dies = () -> {
            throw new Killed();
        };
        PatientPaymentStore dying = committed ? around(() -> {}, dies) : around(dies, () -> {});

        assertThatThrownBy(() -> builder(dying).build().run()).isInstanceOf(Killed.class);
        assertThat(names("done")).hasSize(3);
        List<Result> results = job().run();

        assertThat(results).extracting(Result::outcome).containsExactly(Outcome.DONE);
        assertThat(results.get(0).run().orElseThrow().status()).isEqualTo(Status.APPLIED);
        assertThat(store.syncRuns(10)).hasSize(runs);
        if (committed) {
            assertThat(results.get(0).report()).content().contains("by a process that ended");
        }
        assertThat(names("done")).hasSize(6);
        assertThat(names("working")).containsExactly(".lock");
    }

    /** Even if it was undone since then, it is not applied again. */
    @Test
    void whatWasCommittedIsNotAppliedAgainAfterARevert() throws IOException {
        drop(FIRST, 1);
        job().run();
        drop(SECOND, 2);
        PatientPaymentStore dying = around(() -> {}, () -> {
            throw new Killed();
        });
        assertThatThrownBy(() -> builder(dying).build().run()).isInstanceOf(Killed.class);
        store.revertTo(1);

        assertThat(job().run()).extracting(Result::outcome).containsExactly(Outcome.DONE);

        assertThat(store.patient("2")).isEmpty();
    }

    @Test
    void anotherSyncOfTheSameExportIsNotTakenForThatOfThePair() throws IOException {
        drop(FIRST, 1);
        PatientPaymentStore dying = around(
                () -> {
                    throw new Killed();
                },
                () -> {});
        assertThatThrownBy(() -> builder(dying).build().run()).isInstanceOf(Killed.class);
        store.sync(Snapshot.builder()
                .patients(Source.of(List.of(patient("1"))))
                .payments(Source.of(List.of()))
                .exportedAt(Instant.parse("2026-02-01T02:00:00Z"))
                .build());

        assertThat(job().run()).extracting(Result::outcome).containsExactly(Outcome.DONE);

        assertThat(store.syncRuns(10)).hasSize(2);
        assertThat(store.payment("1")).isPresent();
    }

    @Test
    void aPairThatWasRefusedBeforeTheProcessDiedIsHeldWithItsReport() throws IOException {
        drop(FIRST, 10);
        job().run();
        drop(SECOND, 1);
        PatientPaymentStore dying = around(() -> {}, () -> {
            throw new Killed();
        });
        assertThatThrownBy(() -> builder(dying).build().run()).isInstanceOf(Killed.class);

        List<Result> results = job().run();

        assertThat(results).extracting(Result::outcome).containsExactly(Outcome.HELD);
        assertThat(results.get(0).report())
                .content()
                .contains("DELETIONS: ", "patients: 1 read: 1 unchanged, 9 deleted");
    }

    /** Each state of the folder between two renames, made by hand from that after the last. */
    @ParameterizedTest
    @CsvSource({"0", "1", "2", "3", "4"})
    void aProcessThatDiesBetweenTwoRenamesIsContinued(int renamesDone) throws IOException {
        drop(FIRST, 1);
        job().run();
        String patients = "patients-" + FIRST + ".json";
        String payments = "payments-" + FIRST + ".json";
        List<Path> moved =
                List.of(Path.of("done", FIRST + ".txt"), Path.of("done", payments), Path.of("done", patients));
        List<Path> back = List.of(
                Path.of("working", FIRST + ".journal"), Path.of("working", payments), Path.of("working", patients));
        for (int i = 0; i < Math.min(3, 4 - renamesDone); i++) {
            Files.move(folder.resolve(moved.get(i)), folder.resolve(back.get(i)));
        }
        if (renamesDone == 0) { // decided, and nothing is moved: the next process may not know it yet
            Path journal = folder.resolve(back.get(0));
            Files.writeString(journal, Files.readString(journal).replace("outcome: done", "outcome: claimed"));
        }

        List<Result> results = job().run();

        assertThat(results)
                .extracting(Result::outcome)
                .containsExactlyElementsOf(renamesDone == 4 ? List.of() : List.of(Outcome.DONE));
        assertThat(results)
                .allSatisfy(result ->
                        assertThat(result.run().orElseThrow().number()).isEqualTo(1));
        assertThat(names("done")).containsExactlyInAnyOrder(FIRST + ".txt", patients, payments);
        assertThat(names("working")).containsExactly(".lock");
        assertThat(store.syncRuns(10)).hasSize(1);
    }

    @Test
    void aHeldPairThatIsFinishedLaterHasItsRun() throws IOException {
        drop(FIRST, 10);
        drop(SECOND, 1);
        job().run();
        backToWorking("held", SECOND);
        PatientPaymentStore busy = around(
                "syncRun",
                () -> {
                    throw new StoreBusyException("busy", "55P03", null);
                },
                () -> {});

        assertThatThrownBy(() -> builder(busy).build().run()).isInstanceOf(StoreBusyException.class);
        assertThat(names("held")).isEmpty();
        List<Result> results = job().run();

        assertThat(results).extracting(Result::outcome).containsExactly(Outcome.HELD);
        assertThat(results.get(0).run().orElseThrow())
                .extracting(SyncRun::number, SyncRun::status)
                .containsExactly(2L, Status.REFUSED);
        assertThat(names("held")).hasSize(3);
    }

    @Test
    void aRunThatHasLeftTheLogIsNotWaitedFor() throws IOException {
        drop(FIRST, 1);
        job().run();
        Path journal = backToWorking("done", FIRST);
        Files.writeString(
                journal, Files.readString(journal).replaceFirst("attempt: .*", "attempt: " + UUID.randomUUID()));

        assertThat(job().run()).singleElement().satisfies(result -> {
            assertThat(result.outcome()).isEqualTo(Outcome.DONE);
            assertThat(result.run()).isEmpty();
        });
    }

    /** A link to itself stands for a file of which a network file system can't say whether it is there. */
    @ParameterizedTest
    @CsvSource({"claimed", "done"})
    void aFileThatMayBeThereIsNotTakenForAbsent(String outcome) throws IOException {
        drop(FIRST, 1);
        job().run();
        Path journal = backToWorking("done", FIRST);
        Files.writeString(journal, Files.readString(journal).replace("outcome: done", "outcome: " + outcome));
        Path patients = folder.resolve("working/patients-" + FIRST + ".json");
        byte[] content = Files.readAllBytes(patients);
        Files.delete(patients);
        Files.createSymbolicLink(patients, patients);

        assertThatThrownBy(() -> job().run()).isInstanceOf(UncheckedIOException.class);
        assertThat(names("working"))
                .contains(FIRST + ".journal", "payments-" + FIRST + ".json", "patients-" + FIRST + ".json");

        Files.delete(patients);
        Files.write(patients, content);
        assertThat(job().run()).extracting(Result::outcome).containsExactly(Outcome.DONE);
        assertThat(names("done")).hasSize(3);
        assertThat(names("working")).containsExactly(".lock");
    }

    @ParameterizedTest
    @CsvSource({"0", "1"})
    void aPairThatWasClaimedInPartIsGivenBack(int claimed) throws IOException {
        drop(FIRST, 1);
        claimInPart(claimed);

        assertThat(job().run()).extracting(Result::outcome).containsExactly(Outcome.DONE);
        assertThat(names("working")).containsExactly(".lock");
        assertThat(names("done")).hasSize(3);
    }

    @Test
    void aFileThatWasSentAgainMeanwhileIsUsedAndTheOldOneIsKept() throws IOException {
        drop(FIRST, 1);
        claimInPart(1);
        drop(FIRST, 2);

        assertThat(job().run()).extracting(Result::outcome).containsExactly(Outcome.REFUSED, Outcome.DONE);
        assertThat(names("refused")).containsExactly(FIRST + ".txt", "patients-" + FIRST + ".json");
        assertThat(store.patient("2")).isPresent();
    }

    @Test
    void aFileInTheWayIsNeverOverwritten() throws IOException {
        drop(FIRST, 1);
        job().run();
        drop(SECOND, 1);
        Files.writeString(folder.resolve("working/patients-" + SECOND + ".json"), "mine");

        assertThatThrownBy(() -> job().run())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("is in the way");
        assertThat(folder.resolve("working/patients-" + SECOND + ".json")).hasContent("mine");
    }

    /** As if the process had died when it had decided, before it moved anything. Returns the journal. */
    private Path backToWorking(String subfolder, String key) throws IOException {
        for (String name : List.of("patients-" + key + ".json", "payments-" + key + ".json")) {
            Files.move(folder.resolve(subfolder).resolve(name), folder.resolve("working/" + name));
        }
        return Files.move(
                folder.resolve(subfolder).resolve(key + ".txt"), folder.resolve("working/" + key + ".journal"));
    }

    private void claimInPart(int files) throws IOException {
        Files.createDirectories(folder.resolve("working"));
        Files.writeString(
                folder.resolve("working/" + FIRST + ".journal"),
                "outcome: claimed\nkey: " + FIRST + "\npatients: patients-" + FIRST + ".json\npayments: payments-"
                        + FIRST + ".json\nattempt: 0b0e4c1e-6a3c-4b7e-9d0e-000000000001\nsuffix: \n\n\n");
        if (files > 0) {
            Files.move(
                    folder.resolve("patients-" + FIRST + ".json"),
                    folder.resolve("working/patients-" + FIRST + ".json"));
        }
    }

    /** The end of the process. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }
}

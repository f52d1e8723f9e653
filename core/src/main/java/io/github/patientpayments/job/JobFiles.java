package io.github.patientpayments.job;

import io.github.patientpayments.job.DropFolder.Outcome;
import io.github.patientpayments.job.PairNames.Pair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder and its subfolders. Every change is a rename, so that a process can end between any two. */
final class JobFiles {

    private static final String JOURNAL = ".journal";

    /** The store's journals fit a kilobyte; a larger file is not one. */
    private static final int LARGEST_JOURNAL = 1 << 20;

    private final Path folder;
    private final Path working;

    JobFiles(Path folder) {
        this.folder = folder;
        this.working = folder.resolve("working");
    }

    void create() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder + " is no folder: create it, or set another one");
        }
        Files.createDirectories(working);
        for (Outcome outcome : Outcome.values()) {
            Files.createDirectories(folderOf(outcome));
        }
    }

    /** The same for every name of the folder. */
    Path realPath() throws IOException {
        return folder.toRealPath();
    }

    Path lockFile() {
        return working.resolve(".lock");
    }

    /** The names of the files that have not been modified since a time. */
    List<String> quietSince(Instant time) throws IOException {
        List<String> names = new ArrayList<>();
        for (Path file : list(folder)) {
            if (Files.isRegularFile(file) && !lastModified(file).isAfter(time)) {
                names.add(file.getFileName().toString());
            }
        }
        return names;
    }

    boolean isQuietSince(Instant time, Pair pair) throws IOException {
        return !lastModified(folder.resolve(pair.patients())).isAfter(time)
                && !lastModified(folder.resolve(pair.payments())).isAfter(time);
    }

    /** A file that its sender has just renamed waits. */
    private static Instant lastModified(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (NoSuchFileException e) {
            return Instant.MAX;
        }
    }

    List<Journal> journals() throws IOException {
        List<Journal> journals = new ArrayList<>();
        for (Path file : list(working)) {
            if (file.getFileName().toString().endsWith(JOURNAL) && Files.size(file) <= LARGEST_JOURNAL) {
                Journal.read(Files.readString(file)).ifPresent(journals::add);
            }
        }
        return journals;
    }

    /** Writes the journal of a pair, so that either the old content is there or the new one. */
    void write(Journal journal) throws IOException {
        Path file = journalOf(journal.pair());
        Path next = working.resolve(journal.pair().key() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(journal.written().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    void claim(Pair pair) throws IOException {
        rename(folder.resolve(pair.patients()), patientsOf(pair));
        rename(folder.resolve(pair.payments()), paymentsOf(pair));
    }

    boolean isClaimed(Pair pair) throws IOException {
        return exists(patientsOf(pair)) && exists(paymentsOf(pair));
    }

    /** Gives back what was claimed of a pair, unless its sender has sent that file again. */
    Optional<String> giveBack(Pair pair) throws IOException {
        String again = null;
        for (String name : List.of(pair.patients(), pair.payments())) {
            Path claimed = working.resolve(name);
            if (exists(claimed)) {
                if (exists(folder.resolve(name))) {
                    again = name;
                } else {
                    rename(claimed, folder.resolve(name));
                }
            }
        }
        return Optional.ofNullable(again);
    }

    void forget(Pair pair) throws IOException {
        Files.deleteIfExists(journalOf(pair));
    }

    /** What the names of a pair need at their end to be free where the pair has to be moved. */
    String freeSuffix(Pair pair, Outcome outcome) throws IOException {
        String suffix = "";
        for (int number = 2; !isFree(pair, outcome, suffix); number++) {
            suffix = "." + number;
        }
        return suffix;
    }

    private boolean isFree(Pair pair, Outcome outcome, String suffix) throws IOException {
        for (String name : List.of(pair.patients(), pair.payments(), pair.key() + ".txt")) {
            if (exists(folderOf(outcome).resolve(name + suffix))) {
                return false;
            }
        }
        return true;
    }

    /** Moves what is left of a decided pair, at last its journal, which is the report. */
    Path moveDecided(Journal journal, Outcome outcome) throws IOException {
        Pair pair = journal.pair();
        for (String name : List.of(pair.patients(), pair.payments())) {
            if (exists(working.resolve(name))) {
                rename(working.resolve(name), folderOf(outcome).resolve(name + journal.suffix()));
            }
        }
        Path report = folderOf(outcome).resolve(pair.key() + ".txt" + journal.suffix());
        rename(journalOf(pair), report);
        return report;
    }

    Path patientsOf(Pair pair) {
        return working.resolve(pair.patients());
    }

    Path paymentsOf(Pair pair) {
        return working.resolve(pair.payments());
    }

    private Path journalOf(Pair pair) {
        return working.resolve(pair.key() + JOURNAL);
    }

    private Path folderOf(Outcome outcome) {
        return folder.resolve(outcome.name().toLowerCase(Locale.ROOT));
    }

    /** Without a copy, of which a killed process would leave a part, and never over another file. */
    private static void rename(Path from, Path to) throws IOException {
        if (exists(to)) {
            throw new FileAlreadyExistsException(to + " is in the way: move it elsewhere");
        }
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Fails unless it is certain, as {@link Files#exists} does not: a file that a network file system can't find for a
     * moment would be taken for absent, and its journal forgotten.
     */
    private static boolean exists(Path file) throws IOException {
        try {
            Files.readAttributes(file, BasicFileAttributes.class);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}

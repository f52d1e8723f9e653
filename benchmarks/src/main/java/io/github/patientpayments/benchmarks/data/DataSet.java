package io.github.patientpayments.benchmarks.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The exports of a {@link DataSpec}, as files that are written once and then found again. */
public final class DataSet {

    private final DataSpec spec;
    private final Path folder;

    /**
     * @param spec what it depends on
     * @param parent the folder that all data sets lie in
     */
    public DataSet(DataSpec spec, Path parent) {
        this.spec = spec;
        this.folder = parent.resolve(spec.folder());
    }

    /** How many records it has. */
    public DataSize size() {
        return spec.size();
    }

    /** The files of an export, which are written if they are not there. */
    public ExportFiles export(Export export) throws IOException {
        ExportFiles files = new ExportFiles(folder.resolve(export.folder()));
        if (!Files.exists(files.contentsFile())) {
            Files.createDirectories(files.folder());
            Contents contents = new ExportWriter(new Records(spec, export), files, spec).write();
            Files.writeString(files.contentsFile(), contents.toString());
        }
        return files;
    }
}

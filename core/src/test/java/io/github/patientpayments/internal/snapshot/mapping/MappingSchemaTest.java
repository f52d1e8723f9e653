package io.github.patientpayments.internal.snapshot.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.patientpayments.sync.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JSON Schema for editors allows exactly the keys that are read. */
class MappingSchemaTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"payments": {}, "zz": 1}                                                              | properties
            {"patients": {"zz": 1}}                                                | $defs set properties
            {"payments": {"csv": {"zz": 1}}}                                       | $defs set properties csv properties
            {"payments": {"csv": {}, "trailer": {"zz": 1}}}                        | $defs line properties
            {"payments": {"fields": {"zz": 1}}}                                    | properties payments properties fields properties
            {"patients": {"fields": {"zz": 1}}}                                    | properties patients properties fields properties
            {"payments": {"fields": {"patientId": {"zz": 1}}}}                     | $defs id anyOf 1 properties
            {"patients": {"fields": {"middleName": {"zz": 1}}}}                    | $defs text anyOf 1 properties
            {"payments": {"fields": {"paidOn": {"zz": 1}}}}                        | $defs date anyOf 1 properties
            {"payments": {"fields": {"amount": {"zz": 1}}}}                        | $defs amount anyOf 1 properties
            {"payments": {"fields": {"deleted": {"in": "x", "zz": 1}}}}            | $defs condition properties
            {"payments": {"where": [{"zz": 1}]}}                                   | $defs condition properties
            """)
    void itAllowsTheKeysThatAreRead(String mapping, String place) throws IOException {
        IllegalArgumentException e = catchThrowableOfType(IllegalArgumentException.class, () -> Mapping.parse(mapping));
        Matcher known = Pattern.compile("zz: there is no such key here; known are ([^;]+)")
                .matcher(String.valueOf(e.getMessage()));
        assertThat(known.find()).as(e.getMessage()).isTrue();

        Object schema = JsonTree.parse(Files.readString(Path.of("..", "docs", "mapping.schema.json")));
        for (String step : place.split(" ", -1)) {
            schema = schema instanceof List<?> list ? list.get(Integer.parseInt(step)) : ((Map<?, ?>) schema).get(step);
        }
        assertThat(((Map<?, ?>) schema).keySet())
                .extracting(String::valueOf)
                .containsExactlyInAnyOrder(known.group(1).split(", ", -1));
    }
}

package io.github.patientpayments.examples.loader;

import io.github.patientpayments.examples.common.Words;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts a word to a constant. */
final class EnumConverter<E extends Enum<E>> implements ITypeConverter<E> {

    private final Class<E> type;

    private EnumConverter(Class<E> type) {
        this.type = type;
    }

    static <E extends Enum<E>> void register(CommandLine program, Class<E> type) {
        program.registerConverter(type, new EnumConverter<>(type));
    }

    @Override
    public E convert(String value) {
        return constants()
                .filter(constant -> Words.name(value, constant))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + value + "' is not one of "
                        + constants().map(Words::of).collect(Collectors.joining(", "))));
    }

    private Stream<E> constants() {
        return Stream.of(type.getEnumConstants());
    }
}

package io.github.patientpayments.examples.loader;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Constants as they are typed: lower case, with hyphens. */
final class Words<E extends Enum<E>> implements ITypeConverter<E> {

    private final Class<E> type;

    private Words(Class<E> type) {
        this.type = type;
    }

    static <E extends Enum<E>> void register(CommandLine program, Class<E> type) {
        program.registerConverter(type, new Words<>(type));
    }

    /** How the constant is typed. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public E convert(String value) {
        return constants()
                .filter(constant -> of(constant).equals(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + value + "' is none of "
                        + constants().map(Words::of).collect(Collectors.joining(", "))));
    }

    private Stream<E> constants() {
        return Stream.of(type.getEnumConstants());
    }
}

package io.github.patientpayments.springboot;

import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** The data source of the store. */
final class DataSources {

    private DataSources() {}

    static DataSource chosen(ConfigurableListableBeanFactory beans, @Nullable String name) {
        if (name != null) {
            return beans.getBean(name, DataSource.class);
        }
        try {
            return beans.getBean(DataSource.class);
        } catch (NoUniqueBeanDefinitionException e) {
            throw new IllegalStateException(
                    "There are several data sources, " + String.join(", ", beans.getBeanNamesForType(DataSource.class))
                            + ", and none is primary: name the one of the store with patient-payments.data-source",
                    e);
        }
    }
}

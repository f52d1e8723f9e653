package io.github.patientpayments.jooq.internal;

import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Types;
import java.time.LocalDate;
import org.jooq.Binding;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingGetSQLInputContext;
import org.jooq.BindingGetStatementContext;
import org.jooq.BindingRegisterContext;
import org.jooq.BindingSQLContext;
import org.jooq.BindingSetSQLOutputContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.Converter;
import org.jooq.RenderContext;
import org.jooq.conf.ParamType;

/**
 * Hands dates to the driver as {@link LocalDate}. jOOQ itself goes by way of {@link java.sql.Date}, an instant in the
 * JVM's zone: a date that the zone has skipped, or a session in another zone, moves it by a day.
 */
public final class LocalDateBinding implements Binding<LocalDate, LocalDate> {

    private static final long serialVersionUID = 1L;

    /** For the generated classes. */
    public LocalDateBinding() {}

    @Override
    public Converter<LocalDate, LocalDate> converter() {
        return Converter.of(LocalDate.class, LocalDate.class, date -> date, date -> date);
    }

    @Override
    public void sql(BindingSQLContext<LocalDate> ctx) {
        RenderContext render = ctx.render();
        if (render.paramType() != ParamType.INLINED) {
            render.sql("cast(").sql(ctx.variable()).sql(" as date)");
        } else if (ctx.value() == null) {
            render.sql("cast(null as date)");
        } else {
            render.sql("date '").sql(ctx.value().toString()).sql("'");
        }
    }

    @Override
    public void register(BindingRegisterContext<LocalDate> ctx) throws SQLException {
        ctx.statement().registerOutParameter(ctx.index(), Types.DATE);
    }

    @Override
    public void set(BindingSetStatementContext<LocalDate> ctx) throws SQLException {
        if (ctx.value() == null) {
            ctx.statement().setNull(ctx.index(), Types.DATE);
        } else {
            ctx.statement().setObject(ctx.index(), ctx.value());
        }
    }

    @Override
    public void get(BindingGetResultSetContext<LocalDate> ctx) throws SQLException {
        ctx.value(ctx.resultSet().getObject(ctx.index(), LocalDate.class));
    }

    @Override
    public void get(BindingGetStatementContext<LocalDate> ctx) throws SQLException {
        ctx.value(ctx.statement().getObject(ctx.index(), LocalDate.class));
    }

    @Override
    public void set(BindingSetSQLOutputContext<LocalDate> ctx) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void get(BindingGetSQLInputContext<LocalDate> ctx) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }
}

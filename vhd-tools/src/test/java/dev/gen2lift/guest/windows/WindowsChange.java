package dev.gen2lift.guest.windows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gen2lift.guest.Fact;
import dev.gen2lift.guest.FactName;
import dev.gen2lift.guest.Known;
import dev.gen2lift.guest.windows.ServiceState.Start;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One thing that is changed in a Windows that is as Azure wants it, and the fact that tells.
 *
 * @param look what of the fact's value tells
 */
record WindowsChange<T>(
        FactName<T> fact, Function<T, ?> look, Object before, Consumer<WindowsTree> change, Object after) {

    static <T> WindowsChange<T> change(FactName<T> fact, T before, Consumer<WindowsTree> change, T after) {
        return new WindowsChange<>(fact, Function.identity(), before, change, after);
    }

    static <T> WindowsChange<T> look(
            FactName<T> fact, Function<T, ?> look, Object before, Consumer<WindowsTree> change, Object after) {
        return new WindowsChange<>(fact, look, before, change, after);
    }

    static WindowsChange<ServiceState> start(String service, Start before, int after) {
        return look(
                ServiceFacts.of(service),
                state -> state.start().orElseThrow(),
                before,
                tree -> tree.service(service, after),
                Start.values()[after]);
    }

    /** Fails where the reader does not see the change. */
    void requireSeen() throws IOException {
        assertThat(value(new WindowsTree())).isEqualTo(before);
        WindowsTree tree = new WindowsTree();
        change.accept(tree);
        assertThat(value(tree)).isEqualTo(after);
    }

    private Object value(WindowsTree tree) throws IOException {
        Fact<T> found = tree.read().facts().get(fact);
        assertThat(found).as(found.explanation()).isInstanceOf(Known.class);
        return look.apply(found.asOptional().orElseThrow());
    }

    @Override
    public String toString() {
        return fact.id() + " from " + before + " to " + after;
    }
}

package dev.gen2lift.azure;

import dev.gen2lift.transfer.AzureFailures;
import java.io.IOException;
import java.util.Optional;

/** Runs calls to Azure Resource Manager and puts their failures into the project's words. */
final class ArmCalls {

    private ArmCalls() {}

    /** An SDK call. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws IOException;
    }

    static <T> T call(String resource, Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (RuntimeException | IOException e) {
            throw AzureFailures.translate(e, resource);
        }
    }

    /** What a call finds; empty where there is no such resource, or nothing that could hold it. */
    static <T> Optional<T> find(String resource, Call<T> call) throws IOException {
        try {
            return Optional.ofNullable(call.run());
        } catch (RuntimeException | IOException e) {
            if (AzureFailures.isNotFound(e)) {
                return Optional.empty();
            }
            throw AzureFailures.translate(e, resource);
        }
    }
}

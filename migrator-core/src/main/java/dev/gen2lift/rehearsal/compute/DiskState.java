package dev.gen2lift.rehearsal.compute;

import java.util.Optional;

/**
 * A managed disk's {@code diskState}. The whole machine is in {@link #after}; an event that a state does not know is
 * refused.
 */
enum DiskState {
    READY_TO_UPLOAD("ReadyToUpload"),
    ACTIVE_UPLOAD("ActiveUpload"),
    UNATTACHED("Unattached"),
    ACTIVE_SAS("ActiveSAS"),
    ATTACHED("Attached"),
    RESERVED("Reserved");

    private final String word;

    DiskState(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    static DiskState of(String word) {
        for (DiskState state : values()) {
            if (state.word.equals(word)) {
                return state;
            }
        }
        throw new IllegalArgumentException("no disk state " + word);
    }

    /**
     * The state after {@code event}; empty where it is refused.
     *
     * @param granted whether a signature on the disk is still valid
     */
    Optional<DiskState> after(DiskEvent event, boolean granted) {
        return Optional.ofNullable(
                switch (this) {
                    case READY_TO_UPLOAD ->
                        switch (event) {
                            case GRANT_WRITE -> ACTIVE_UPLOAD;
                            case REVOKE, DELETE -> READY_TO_UPLOAD;
                            default -> null;
                        };
                    case ACTIVE_UPLOAD ->
                        switch (event) {
                            case GRANT_WRITE -> ACTIVE_UPLOAD;
                            case REVOKE -> UNATTACHED;
                            case DELETE -> granted ? null : ACTIVE_UPLOAD;
                            default -> null;
                        };
                    case UNATTACHED ->
                        switch (event) {
                            case GRANT_READ -> ACTIVE_SAS;
                            case REVOKE, DELETE -> UNATTACHED;
                            case ATTACH -> ATTACHED;
                            default -> null;
                        };
                    case ACTIVE_SAS ->
                        switch (event) {
                            case GRANT_READ -> ACTIVE_SAS;
                            case REVOKE -> UNATTACHED;
                            case ATTACH -> granted ? null : ATTACHED;
                            case DELETE -> granted ? null : UNATTACHED;
                            default -> null;
                        };
                    case ATTACHED ->
                        switch (event) {
                            case REVOKE -> ATTACHED;
                            case DETACH -> UNATTACHED;
                            case DEALLOCATE -> RESERVED;
                            case START -> ATTACHED;
                            default -> null;
                        };
                    case RESERVED ->
                        switch (event) {
                            case REVOKE, DEALLOCATE -> RESERVED;
                            case DETACH -> UNATTACHED;
                            case START -> ATTACHED;
                            default -> null;
                        };
                });
    }
}

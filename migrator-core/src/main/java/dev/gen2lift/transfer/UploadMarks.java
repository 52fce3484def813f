package dev.gen2lift.transfer;

import java.util.Map;
import java.util.Optional;

/** What the metadata of a page blob say of its upload. */
final class UploadMarks {

    /** {@link SourceIdentity} of the image. */
    static final String SOURCE = "gen2lift_source";

    /** How far it is. */
    static final String STATE = "gen2lift_state";

    /** Tells this blob from another of the same name, for the journal of its upload. */
    static final String UPLOAD = "gen2lift_upload";

    static final String UPLOADING = "uploading";

    /** Neither the state that it was in nor the one that it will be in. */
    static final String UPDATING = "updating";

    static final String COMPLETE = "complete";

    private UploadMarks() {}

    static Map<String, String> of(String source, String upload, String state) {
        return Map.of(SOURCE, source, UPLOAD, upload, STATE, state);
    }

    static boolean say(Map<String, String> metadata, String source, String state) {
        return source.equals(metadata.get(SOURCE)) && state.equals(metadata.get(STATE));
    }

    static Optional<String> upload(Map<String, String> metadata) {
        return Optional.ofNullable(metadata.get(UPLOAD));
    }
}

package dev.gen2lift.rehearsal.arm;

/** A request that Azure Resource Manager or a resource provider refuses: status, code and message as Azure words them. */
public final class ArmFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    public ArmFailure(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String text() {
        String message = getMessage();
        return message == null ? code : message;
    }
}

package dev.gen2lift.rehearsal.arm;

/** The refusals that every resource provider shares. */
public final class ArmErrors {

    private ArmErrors() {}

    static ArmFailure authenticationMissing() {
        return new ArmFailure(
                401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.");
    }

    static ArmFailure tokenInvalid() {
        return new ArmFailure(401, "InvalidAuthenticationToken", "The access token is invalid.");
    }

    static ArmFailure tokenExpired() {
        return new ArmFailure(401, "ExpiredAuthenticationToken", "The access token has expired.");
    }

    static ArmFailure apiVersionMissing() {
        return new ArmFailure(
                400,
                "MissingApiVersionParameter",
                "The api-version query parameter (?api-version=) is required for all requests.");
    }

    static ArmFailure apiVersionInvalid(String version) {
        return new ArmFailure(400, "InvalidApiVersionParameter", "The api-version '" + version + "' is invalid.");
    }

    static ArmFailure subscriptionNotFound(String subscription) {
        return new ArmFailure(
                404, "SubscriptionNotFound", "The subscription '" + subscription + "' could not be found.");
    }

    public static ArmFailure groupNotFound(String group) {
        return new ArmFailure(404, "ResourceGroupNotFound", "Resource group '" + group + "' could not be found.");
    }

    public static ArmFailure resourceNotFound(ResourceId id) {
        return new ArmFailure(
                404,
                "ResourceNotFound",
                "The Resource '" + id.type() + "/" + id.name() + "' under resource group '" + id.group()
                        + "' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix");
    }

    static ArmFailure typeUnknown(String type) {
        return new ArmFailure(
                404,
                "InvalidResourceType",
                "The resource type '" + type + "' could not be found. The rehearsal cloud does not know it.");
    }

    static ArmFailure pathUnknown(String path) {
        return new ArmFailure(404, "NotFound", "The rehearsal cloud has nothing at " + path + ".");
    }

    static ArmFailure methodNotAllowed(String method) {
        return new ArmFailure(
                405, "MethodNotAllowed", "The requested resource does not support http method '" + method + "'.");
    }

    static ArmFailure filterInvalid(String filter) {
        return new ArmFailure(
                400, "InvalidFilterInQueryString", "Invalid $filter '" + filter + "' specified in the query string.");
    }

    static ArmFailure contentInvalid(String reason) {
        return new ArmFailure(
                400,
                "InvalidRequestContent",
                "The request content was invalid and could not be deserialized: '" + reason + "'.");
    }

    public static ArmFailure locationRequired() {
        return new ArmFailure(400, "LocationRequired", "The location property is required for this definition.");
    }

    public static ArmFailure locationUnknown(String location, String type) {
        return new ArmFailure(
                400,
                "LocationNotAvailableForResourceType",
                "The provided location '" + location + "' is not available for resource type '" + type
                        + "'. List of available regions for the resource type is '"
                        + String.join(",", Locations.names()) + "'.");
    }

    static ArmFailure locationChanged(ResourceId id, String stored, String asked) {
        return new ArmFailure(
                409,
                "InvalidResourceLocation",
                "The resource '" + id.name() + "' already exists in location '" + stored + "' in resource group '"
                        + id.group() + "'. A resource with the same name cannot be created in location '" + asked
                        + "'. Please select a new resource name.");
    }

    static ArmFailure groupLocationChanged(String group, String stored, String asked) {
        return new ArmFailure(
                409,
                "InvalidResourceGroupLocation",
                "Invalid resource group location '" + asked + "'. The Resource group '" + group
                        + "' already exists in location '" + stored + "'.");
    }

    static ArmFailure groupNameInvalid(String group) {
        return new ArmFailure(
                400,
                "InvalidResourceGroup",
                "The provided resource group name '" + group
                        + "' is invalid. It has 1 to 90 letters, digits, '-', '.', '_', '(' or ')' and does not end in"
                        + " a period.");
    }

    public static ArmFailure nameInvalid(String what, String rule) {
        return new ArmFailure(
                400,
                "InvalidParameter",
                "The entity name '" + what + "' is invalid according to its validation rule: " + rule + ".");
    }

    public static ArmFailure parameterMissing(String name) {
        return new ArmFailure(400, "InvalidParameter", "Required parameter '" + name + "' is missing (null).");
    }

    public static ArmFailure parameterInvalid(String name, String reason) {
        return new ArmFailure(400, "InvalidParameter", "The value of parameter " + name + " is invalid. " + reason);
    }

    public static ArmFailure parameterNotAllowed(String name) {
        return new ArmFailure(400, "InvalidParameter", "Parameter '" + name + "' is not allowed.");
    }

    public static ArmFailure changeNotAllowed(String property) {
        return new ArmFailure(409, "PropertyChangeNotAllowed", "Changing property '" + property + "' is not allowed.");
    }

    public static ArmFailure badRequest(String message) {
        return new ArmFailure(400, "BadRequest", message);
    }

    public static ArmFailure notAllowed(String message) {
        return new ArmFailure(409, "OperationNotAllowed", message);
    }
}

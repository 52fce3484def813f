package dev.gen2lift.inventory.winrm;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The two messages that an enumeration takes (DSP0226 8.2 and 8.4). */
final class WsManRequest {

    static final String RESOURCES = "http://schemas.microsoft.com/wbem/wsman/1/wmi/";
    static final String ENUMERATION = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";

    private static final int MAX_ELEMENTS = 100;

    private WsManRequest() {}

    static byte[] enumerate(URI endpoint, String namespace, String className) {
        return envelope(endpoint, namespace, className, "Enumerate", """
                <n:Enumerate><w:OptimizeEnumeration/><w:MaxElements>%d</w:MaxElements></n:Enumerate>""".formatted(MAX_ELEMENTS));
    }

    /** @param context as the host gave it */
    static byte[] pull(URI endpoint, String namespace, String className, String context) {
        return envelope(endpoint, namespace, className, "Pull", """
                <n:Pull><n:EnumerationContext>%s</n:EnumerationContext><n:MaxElements>%d</n:MaxElements></n:Pull>""".formatted(escaped(context), MAX_ELEMENTS));
    }

    private static byte[] envelope(URI endpoint, String namespace, String className, String action, String body) {
        String resource = RESOURCES + namespace.replace('\\', '/') + "/" + className;
        return """
                <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" \
                xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" \
                xmlns:n="%s" \
                xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"><s:Header>\
                <a:To>%s</a:To><w:ResourceURI s:mustUnderstand="true">%s</w:ResourceURI>\
                <a:ReplyTo><a:Address s:mustUnderstand="true">\
                http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>\
                <a:Action s:mustUnderstand="true">%s/%s</a:Action>\
                <w:MaxEnvelopeSize s:mustUnderstand="true">512000</w:MaxEnvelopeSize>\
                <a:MessageID>uuid:%s</a:MessageID><w:OperationTimeout>PT60.000S</w:OperationTimeout>\
                </s:Header><s:Body>%s</s:Body></s:Envelope>""".formatted(
                        ENUMERATION,
                        escaped(endpoint.toString()),
                        escaped(resource),
                        ENUMERATION,
                        action,
                        UUID.randomUUID(),
                        body)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}

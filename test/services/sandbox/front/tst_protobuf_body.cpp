// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Bodies as Go clients encode them.
#include "services/base/json.h"
#include "services/sandbox/front/protobuf_body.h"
#include "test/support/test_main.h"

using namespace cocoon;
using namespace cocoon::sandbox;
using namespace Qt::StringLiterals;

namespace {
    QByteArray varint(quint64 value)
    {
        QByteArray out;
        do {
            const quint8 low = value & 0x7f;
            value >>= 7;
            out += static_cast<char>(value ? low | 0x80 : low);
        } while (value);
        return out;
    }
    QByteArray text(int number, const QByteArray& bytes)
    {
        return varint(static_cast<quint64>(number) << 3 | 2) + varint(static_cast<quint64>(bytes.size())) + bytes;
    }
    QByteArray number(int field, quint64 value)
    {
        return varint(static_cast<quint64>(field) << 3) + varint(value);
    }
    QByteArray entry(int field, const QByteArray& key, const QByteArray& value)
    {
        return text(field, text(1, key) + text(2, value));
    }
    QByteArray envelope(const QByteArray& apiVersion, const QByteArray& kind, const QByteArray& raw)
    {
        return QByteArray("k8s\0", 4) + text(1, text(1, apiVersion) + text(2, kind)) + text(2, raw) + text(3, {}) + text(4, {});
    }

    /// A pod with most of what a workload has.
    QByteArray pod()
    {
        const QByteArray metadata = text(1, "web") + text(2, {}) + text(3, "shop") + text(8, {}) + entry(11, "app", "web") + entry(12, "note", {});
        const QByteArray quantity = text(1, "250m");
        const QByteArray resources = entry(1, "kata.peerpods.io/vm", text(1, "1")) + entry(2, "cpu", quantity);
        const QByteArray keyRef = text(1, text(1, "settings")) + text(2, "key") + number(3, 1);
        const QByteArray env = text(1, "FROM_MAP") + text(2, {}) + text(3, text(3, keyRef));
        const QByteArray probe = text(1, text(2, text(1, "/ready") + text(2, number(1, 0) + number(2, 8080)))) + number(4, 10);
        const QByteArray container = text(1, "web") + text(2, "nginx") + text(3, "sh") + text(3, "-c") + text(6, number(3, 80) + text(4, "TCP"))
            + text(7, env) + text(8, resources) + text(9, text(1, "data") + number(2, 1) + text(3, "/data")) + text(11, probe)
            + text(15, number(2, 0) + number(4, 1000)) + text(19, text(3, text(1, text(1, "peer-pods-secret")) + number(2, 0)));
        const QByteArray volume = text(1, "data") + text(2, text(19, text(1, text(1, "settings"))));
        const QByteArray spec = text(1, volume) + text(2, container) + text(3, "Always") + number(4, 30) + entry(7, "node-role.kubernetes.io/kata-oc", {})
            + text(22, text(1, "dedicated") + text(2, "Exists") + number(5, static_cast<quint64>(-1))) + text(29, "kata-remote");
        return envelope("v1", "Pod", text(1, metadata) + text(2, spec) + text(3, text(1, {})));
    }
}

class TstProtobufBody : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsAWholePod()
    {
        const Result<QJsonObject> object = decodeProtobufBody(pod());
        QVERIFY2(object, object ? "" : qPrintable(object.error().message));
        const QJsonObject wanted = *parseJsonObject(R"({
            "apiVersion": "v1", "kind": "Pod",
            "metadata": { "name": "web", "namespace": "shop", "creationTimestamp": null, "labels": { "app": "web" }, "annotations": { "note": "" } },
            "spec": {
                "volumes": [ { "name": "data", "configMap": { "name": "settings" } } ],
                "containers": [ { "name": "web", "image": "nginx", "command": [ "sh", "-c" ], "ports": [ { "containerPort": 80, "protocol": "TCP" } ],
                    "env": [ { "name": "FROM_MAP", "valueFrom": { "configMapKeyRef": { "name": "settings", "key": "key", "optional": true } } } ],
                    "resources": { "limits": { "kata.peerpods.io/vm": "1" }, "requests": { "cpu": "250m" } },
                    "volumeMounts": [ { "name": "data", "readOnly": true, "mountPath": "/data" } ],
                    "readinessProbe": { "httpGet": { "path": "/ready", "port": 8080 }, "periodSeconds": 10 },
                    "securityContext": { "privileged": false, "runAsUser": 1000 },
                    "envFrom": [ { "secretRef": { "name": "peer-pods-secret", "optional": false } } ] } ],
                "restartPolicy": "Always", "terminationGracePeriodSeconds": 30, "nodeSelector": { "node-role.kubernetes.io/kata-oc": "" },
                "tolerations": [ { "key": "dedicated", "operator": "Exists", "tolerationSeconds": -1 } ],
                "runtimeClassName": "kata-remote" } })");
        QCOMPARE(toPrettyJson(*object), toPrettyJson(wanted));
    }

    void readsNumbersAndNamesOfPorts()
    {
        const QByteArray port = number(3, 80) + text(4, number(1, 1) + number(2, 0) + text(3, "http"));
        const QByteArray other = number(3, 81) + text(4, number(1, 0) + number(2, 8081) + text(3, {}));
        const Result<QJsonObject> service
            = decodeProtobufBody(envelope("v1", "Service", text(2, text(1, port) + text(1, other) + entry(2, "app", "web"))));
        QVERIFY(service);
        QCOMPARE(at(*service, { u"spec", u"ports", u"1", u"targetPort" }).toInt(), 8081);
        QCOMPARE(at(*service, { u"spec", u"ports", u"0", u"targetPort" }).toString(), u"http"_s);
        QCOMPARE(at(*service, { u"spec", u"ports", u"0", u"port" }).toInt(), 80);
    }

    void refusesWhatItWouldDrop()
    {
        // Field 36 of a pod's spec ("os") is not listed: making another pod than was meant would be worse than a refusal.
        const Result<QJsonObject> object = decodeProtobufBody(envelope("v1", "Pod", text(2, text(36, text(1, "linux")))));
        QVERIFY(!object);
        QVERIFY2(object.error().message.contains(u"field 36 of PodSpec"), qPrintable(object.error().message));
        QVERIFY(decodeProtobufBody(envelope("v1", "Pod", text(2, text(36, {}))))); // empty is the same as absent
        QVERIFY(!decodeProtobufBody(envelope("example.com/v1", "Gadget", {})));
        QVERIFY(!decodeProtobufBody("{\"kind\":\"Pod\"}"));
    }

    void survivesEveryCut()
    {
        const QByteArray whole = pod();
        int errors = 0;
        for (qsizetype size = 0; size < whole.size(); ++size) {
            const Result<QJsonObject> object = decodeProtobufBody(whole.left(size));
            errors += object ? 0 : 1;
            QVERIFY(object || !object.error().message.isEmpty());
        }
        QVERIFY2(errors > whole.size() * 9 / 10, "a message that was cut must not pass for a whole one");
    }

    void survivesEveryChangedByte()
    {
        const QByteArray whole = pod();
        for (qsizetype i = 0; i < whole.size(); ++i) {
            for (const int mask : { 0x01, 0x80, 0xff }) {
                QByteArray changed = whole;
                changed[i] = static_cast<char>(changed.at(i) ^ mask);
                const Result<QJsonObject> object = decodeProtobufBody(changed);
                QVERIFY(object || !object.error().message.isEmpty());
            }
        }
    }
};

COCOON_TEST(TstProtobufBody)
#include "tst_protobuf_body.moc"

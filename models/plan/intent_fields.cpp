// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/plan/intent_fields.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <cmath>

namespace cocoon::plan {

using namespace Qt::StringLiterals;

namespace {
    struct Words {
        Q_DECLARE_TR_FUNCTIONS(cocoon::plan::Intent)
    };

    using Type = IntentField::Type;

    template <class Access>
    IntentField text(const char* path, Access access, const char* pattern, const char* hint, const char* comment)
    {
        IntentField field;
        field.path = QString::fromLatin1(path);
        field.pattern.setPattern(QRegularExpression::anchoredPattern(QString::fromLatin1(pattern)));
        field.hint = hint;
        field.comment = QString::fromLatin1(comment);
        field.read = [access](const Intent& intent) { return QJsonValue(access(const_cast<Intent&>(intent))); };
        field.write = [access](Intent& intent, const QJsonValue& value) { access(intent) = value.toString(); };
        return field;
    }

    template <class Access>
    IntentField flag(const char* path, Access access, const char* comment)
    {
        IntentField field = text(path, [](Intent& i) -> QString& { return i.cluster; }, "", QT_TRANSLATE_NOOP("cocoon::plan::Intent", "true or false"), comment);
        field.type = Type::Boolean;
        field.read = [access](const Intent& intent) { return QJsonValue(access(const_cast<Intent&>(intent))); };
        field.write = [access](Intent& intent, const QJsonValue& value) { access(intent) = value.toBool(); };
        return field;
    }

    QList<IntentField> makeFields()
    {
        const char* vpcName = "([a-z]([a-z0-9-]{0,61}[a-z0-9])?)?";
        const char* any = "[^\\n\\r]{0,1024}";
        QList<IntentField> f;
        f += text("cluster", [](Intent& i) -> QString& { return i.cluster; }, "([A-Za-z0-9][A-Za-z0-9._-]{0,62})?", QT_TRANSLATE_NOOP("cocoon::plan::Intent", "a cluster name or id"), "Name or id of the cluster; --cluster beats it, and an Intent for many clusters leaves it out.");
        f += text("resourceGroup", [](Intent& i) -> QString& { return i.resourceGroup; }, any, QT_TRANSLATE_NOOP("cocoon::plan::Intent", "a name"), "Its resource group; only needed when two clusters have the same name.");
        f += text("operator.version", [](Intent& i) -> QString& { return i.op.version; }, "([0-9]+\\.[0-9]+\\.[0-9]+)?", QT_TRANSLATE_NOOP("cocoon::plan::Intent", "a version like 1.10.3"), "Empty: the version IBM's image was validated with.");
        f += text("operator.channel", [](Intent& i) -> QString& { return i.op.channel; }, "[a-z0-9][a-z0-9.-]{0,62}", QT_TRANSLATE_NOOP("cocoon::plan::Intent", "a channel name"), "");
        f += text("operator.approval", [](Intent& i) -> QString& { return i.op.approval; }, "Manual|Automatic", QT_TRANSLATE_NOOP("cocoon::plan::Intent", "Manual or Automatic"), "Automatic follows the channel head and leaves the pinned version.");
        f += text("operator.source", [](Intent& i) -> QString& { return i.op.source; }, "[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?", QT_TRANSLATE_NOOP("cocoon::plan::Intent", "the name of a catalog source"), "");
        f += text("image.name", [](Intent& i) -> QString& { return i.image.name; }, vpcName, QT_TRANSLATE_NOOP("cocoon::plan::Intent", "lower case letters, digits and hyphens"), "Name of the VM image in the cluster's region; empty: one is found or proposed.");
        f += text("image.id", [](Intent& i) -> QString& { return i.image.id; }, "[A-Za-z0-9-]{0,64}", QT_TRANSLATE_NOOP("cocoon::plan::Intent", "an image id"), "Use exactly this image.");
        f += text("image.source", [](Intent& i) -> QString& { return i.image.source; }, "cos://[a-z0-9-]+/[^\\s]+\\.(qcow2|vhd)", "cos://<region>/<bucket>/<file>.qcow2", "Where the image is imported from.");
        f += text("image.os", [](Intent& i) -> QString& { return i.image.os; }, "[a-z0-9-]{1,64}", QT_TRANSLATE_NOOP("cocoon::plan::Intent", "an operating system name of VPC"), "");
        f += text("credential.kind", [](Intent& i) -> QString& { return i.credential.kind; }, "api-key|trusted-profile", QT_TRANSLATE_NOOP("cocoon::plan::Intent", "api-key or trusted-profile"), "What the adaptor authenticates with: api-key or trusted-profile.");
        f += text("credential.name", [](Intent& i) -> QString& { return i.credential.name; }, "[A-Za-z0-9 ._-]{0,120}", QT_TRANSLATE_NOOP("cocoon::plan::Intent", "a name"), "Empty: cocoon-<cluster>.");
        f += flag("credential.bindToCluster", [](Intent& i) -> bool& { return i.credential.bindToCluster; }, "Trusted profile: only this cluster may assume it.");
        f += text("credential.scope", [](Intent& i) -> QString& { return i.credential.scope; }, "resource-group|account", QT_TRANSLATE_NOOP("cocoon::plan::Intent", "resource-group or account"), "Trusted profile: rights on the resource group only, or on the whole account.");
        f += text("sshKey.name", [](Intent& i) -> QString& { return i.sshKey.name; }, vpcName, QT_TRANSLATE_NOOP("cocoon::plan::Intent", "lower case letters, digits and hyphens"), "Empty: no SSH key in the VMs (recommended).");
        f += text("sshKey.publicKeyFile", [](Intent& i) -> QString& { return i.sshKey.publicKeyFile; }, any, QT_TRANSLATE_NOOP("cocoon::plan::Intent", "a file name"), "Imported when no key of that name exists.");
        f += text("sizing.profile", [](Intent& i) -> QString& { return i.sizing.profile; }, "[a-z][a-z0-9]*-[0-9]+x[0-9]+", QT_TRANSLATE_NOOP("cocoon::plan::Intent", "an instance profile like bx3dc-2x10"), "Instance profile of a confidential VM.");
        IntentField profiles = text("sizing.profiles", [](Intent& i) -> QString& { return i.cluster; }, "[a-z][a-z0-9]*-[0-9]+x[0-9]+", QT_TRANSLATE_NOOP("cocoon::plan::Intent", "a list of instance profiles"), "Larger ones that pods may ask for.");
        profiles.type = Type::List;
        profiles.read = [](const Intent& i) { return QJsonValue(QJsonArray::fromStringList(i.sizing.profiles)); };
        profiles.write = [](Intent& i, const QJsonValue& value) {
            i.sizing.profiles.clear();
            for (const QJsonValue& item : value.toArray()) {
                i.sizing.profiles.append(item.toString());
            }
        };
        f += profiles;
        IntentField pods = text("sizing.podsPerNode", [](Intent& i) -> QString& { return i.cluster; }, "", QT_TRANSLATE_NOOP("cocoon::plan::Intent", "a whole number from 1 to 110"), "Confidential pods per worker.");
        pods.type = Type::Number;
        pods.read = [](const Intent& i) { return QJsonValue(i.sizing.podsPerNode); };
        pods.write = [](Intent& i, const QJsonValue& value) { i.sizing.podsPerNode = value.toInt(); };
        f += pods;
        f += text("configuration.deploymentMode", [](Intent& i) -> QString& { return i.configuration.deploymentMode; }, "(DaemonSet|DaemonSetFallback)?", QT_TRANSLATE_NOOP("cocoon::plan::Intent", "DaemonSet or DaemonSetFallback"), "Empty: what fits the cluster.");
        f += text("configuration.kataConfig", [](Intent& i) -> QString& { return i.configuration.kataConfig; }, "[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?", QT_TRANSLATE_NOOP("cocoon::plan::Intent", "a Kubernetes name"), "Name of the KataConfig when none exists yet.");
        IntentField selector = text("configuration.poolSelector", [](Intent& i) -> QString& { return i.cluster; }, "([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?", QT_TRANSLATE_NOOP("cocoon::plan::Intent", "a map of node labels"), "Node labels of the workers to use; empty: all workers.");
        selector.type = Type::Labels;
        selector.read = [](const Intent& i) { return QJsonValue(i.configuration.poolSelector); };
        selector.write = [](Intent& i, const QJsonValue& value) { i.configuration.poolSelector = value.toObject(); };
        f += selector;
        IntentField last = text("configuration.rebootLast", [](Intent& i) -> QString& { return i.cluster; }, "[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?", QT_TRANSLATE_NOOP("cocoon::plan::Intent", "a list of node names"), "Workers that are rebooted after all others.");
        last.type = Type::List;
        last.read = [](const Intent& i) { return QJsonValue(QJsonArray::fromStringList(i.configuration.rebootLast)); };
        last.write = [](Intent& i, const QJsonValue& value) {
            i.configuration.rebootLast.clear();
            for (const QJsonValue& item : value.toArray()) {
                i.configuration.rebootLast.append(item.toString());
            }
        };
        f += last;
        f += text("trust.url", [](Intent& i) -> QString& { return i.trust.url; }, "(https?://[^\\s/?#]+/?)?", QT_TRANSLATE_NOOP("cocoon::plan::Intent", "http://host:port or https://host:port, without a path"), "Address of the trustee as the VMs reach it.");
        f += text("trust.certificateFile", [](Intent& i) -> QString& { return i.trust.certificateFile; }, any, QT_TRANSLATE_NOOP("cocoon::plan::Intent", "a file name"), "PEM of its certificate authority; empty: as served.");
        f += text("trust.algorithm", [](Intent& i) -> QString& { return i.trust.algorithm; }, "sha256|sha384|sha512", QT_TRANSLATE_NOOP("cocoon::plan::Intent", "sha256, sha384 or sha512"), "");
        f += text("trust.resource", [](Intent& i) -> QString& { return i.trust.resource; }, "[A-Za-z0-9_-][A-Za-z0-9_.-]*/[A-Za-z0-9_-][A-Za-z0-9_.-]*/[A-Za-z0-9_-][A-Za-z0-9_.-]*", "repository/type/tag", "Resource the attestation check asks for.");
        f += flag("trust.skip", [](Intent& i) -> bool& { return i.trust.skip; }, "true: no trustee; nothing can be attested.");
        f += text("workload.name", [](Intent& i) -> QString& { return i.workload.name; }, "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", QT_TRANSLATE_NOOP("cocoon::plan::Intent", "a Kubernetes name"), "");
        f += text("workload.namespace", [](Intent& i) -> QString& { return i.workload.ns; }, "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", QT_TRANSLATE_NOOP("cocoon::plan::Intent", "a Kubernetes name"), "");
        f += text("workload.image", [](Intent& i) -> QString& { return i.workload.image; }, "[^\\s]{1,512}", QT_TRANSLATE_NOOP("cocoon::plan::Intent", "a container image"), "Pulled by the VM itself.");
        f += flag("workload.skip", [](Intent& i) -> bool& { return i.workload.skip; }, "true: no test workload.");
        return f;
    }
}

QString IntentField::complaint(const QJsonValue& value) const
{
    const auto fits = [this](const QString& text) { return pattern.match(text).hasMatch(); };
    bool good = false;
    switch (type) {
    case Type::Text:
        good = value.isString() && fits(value.toString());
        break;
    case Type::Boolean:
        good = value.isBool();
        break;
    case Type::Number: {
        const double number = value.toDouble(-1);
        good = value.isDouble() && std::floor(number) == number && number >= 1 && number <= 110;
        break;
    }
    case Type::List:
        good = value.isArray();
        for (const QJsonValue& item : value.toArray()) {
            good = good && item.isString() && fits(item.toString());
        }
        break;
    case Type::Labels: {
        good = value.isObject();
        static const QRegularExpression key(
            QRegularExpression::anchoredPattern(u"([a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?"_s));
        const QJsonObject labels = value.toObject();
        for (auto it = labels.begin(); it != labels.end(); ++it) {
            good = good && key.match(it.key()).hasMatch() && it.value().isString() && fits(it.value().toString());
        }
        break;
    }
    }
    return good ? QString() : Words::tr("%1 is not right here; expected %2").arg(path, Words::tr(hint));
}

const QList<IntentField>& intentFields()
{
    static const QList<IntentField> fields = makeFields();
    return fields;
}

} // namespace cocoon::plan

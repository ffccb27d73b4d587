// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/front/printer_cells.h"

#include "services/base/json.h"
#include "services/sandbox/front/human_duration.h"

using namespace Qt::StringLiterals;

namespace cocoon::sandbox {

namespace {
    using namespace cells;
    using Object = const QJsonObject&;
    using Now = const QDateTime&;

    QString trueOrFalse(const QJsonValue& value) // as Go prints a *bool
    {
        return value.toBool() ? u"True"_s : u"False"_s;
    }
    QString atMost(const QStringList& texts, qsizetype most, const QString& none)
    {
        if (texts.isEmpty()) {
            return none;
        }
        return texts.size() <= most ? texts.join(u',') : texts.mid(0, most).join(u',') + u" + %1 more..."_s.arg(texts.size() - most);
    }
    QString jobContainers(Object o, QStringView field)
    {
        return joined(at(o, { u"spec", u"jobTemplate", u"spec", u"template", u"spec", u"containers" }), field);
    }
    QString ingressHosts(Object o)
    {
        QStringList hosts;
        const QJsonArray rules = at(o, { u"spec", u"rules" }).toArray();
        for (const QJsonValue& rule : rules) {
            const QString host = str(rule, { u"host" });
            if (!host.isEmpty()) {
                hosts.append(host);
            }
        }
        return atMost(hosts, 3, u"*"_s);
    }
    QString ingressAddress(Object o)
    {
        QStringList addresses;
        const QJsonArray ingress = at(o, { u"status", u"loadBalancer", u"ingress" }).toArray();
        for (const QJsonValue& entry : ingress) {
            addresses.append(str(entry, { u"ip" }).isEmpty() ? str(entry, { u"hostname" }) : str(entry, { u"ip" }));
        }
        return addresses.join(u',');
    }
    /// "pods: 1/2, services: 0/5" of the limits or of everything else.
    QString quotaUse(Object o, bool limits)
    {
        QStringList texts;
        const QJsonObject hard = at(o, { u"spec", u"hard" }).toObject();
        for (auto it = hard.begin(); it != hard.end(); ++it) {
            if (it.key().startsWith("limits."_L1) == limits) {
                const QString used = str(o, { u"status", u"used", it.key() });
                texts.append(it.key() + u": "_s + (used.isEmpty() ? u"0"_s : used) + u'/' + it.value().toString());
            }
        }
        return texts.join(u", "_s);
    }
    QString sliceEndpoints(Object o)
    {
        QStringList texts;
        const QJsonArray endpoints = o.value("endpoints"_L1).toArray();
        for (const QJsonValue& endpoint : endpoints) {
            texts.append(at(endpoint, { u"addresses" }).toVariant().toStringList());
        }
        return atMost(texts, 3, u"<unset>"_s);
    }
    QString slicePorts(Object o)
    {
        QStringList texts;
        const QJsonArray ports = o.value("ports"_L1).toArray();
        for (const QJsonValue& port : ports) {
            texts.append(QString::number(at(port, { u"port" }).toInt()));
        }
        return atMost(texts, 3, u"<unset>"_s);
    }
    QString revisionOwner(Object o)
    {
        const QJsonArray owners = at(o, { u"metadata", u"ownerReferences" }).toArray();
        for (const QJsonValue& owner : owners) {
            if (at(owner, { u"controller" }).toBool()) {
                const QString group = str(owner, { u"apiVersion" }).section(u'/', 0, -2);
                return str(owner, { u"kind" }).toLower() + (group.isEmpty() ? QString() : u'.' + group) + u'/' + str(owner, { u"name" });
            }
        }
        return u"<none>"_s;
    }
}

void addLesserPrinters(QHash<QString, TablePrinter::Printer>& all)
{
    const auto add = [&all](const QString& kind, const char* titles, std::function<QJsonArray(Object, Now)> make) {
        all.insert(kind, { columns(titles), std::move(make) });
    };
    add(u"scales.autoscaling"_s, "Name Desired# Available# Age", [](Object o, Now now) {
        return QJsonArray { name(o), number(o, { u"spec", u"replicas" }), number(o, { u"status", u"replicas" }), age(o, now) };
    });
    add(u"cronjobs.batch"_s, "Name Schedule Timezone Suspend Active# Last_Schedule Age Containers* Images* Selector*", [](Object o, Now now) {
        const QString last = str(o, { u"status", u"lastScheduleTime" });
        return QJsonArray { name(o), str(o, { u"spec", u"schedule" }), orNone(str(o, { u"spec", u"timeZone" })),
            trueOrFalse(at(o, { u"spec", u"suspend" })), at(o, { u"status", u"active" }).toArray().size(),
            last.isEmpty() ? u"<none>"_s : ageOf(last, now), age(o, now), jobContainers(o, u"name"), jobContainers(o, u"image"),
            selector(at(o, { u"spec", u"jobTemplate", u"spec", u"selector" })) };
    });
    add(u"replicationcontrollers"_s, "Name Desired# Current# Ready# Age Containers* Images* Selector*", [](Object o, Now now) {
        return QJsonArray { name(o), number(o, { u"spec", u"replicas" }), number(o, { u"status", u"replicas" }),
            number(o, { u"status", u"readyReplicas" }), age(o, now), joined(templateContainers(o), u"name"),
            joined(templateContainers(o), u"image"), pairs(at(o, { u"spec", u"selector" })) };
    });
    add(u"controllerrevisions.apps"_s, "Name Controller Revision# Age", [](Object o, Now now) {
        return QJsonArray { name(o), revisionOwner(o), o.value("revision"_L1).toInteger(), age(o, now) };
    });
    add(u"ingresses.networking.k8s.io"_s, "Name Class Hosts Address Ports Age", [](Object o, Now now) {
        const bool tls = !at(o, { u"spec", u"tls" }).toArray().isEmpty();
        return QJsonArray { name(o), orNone(str(o, { u"spec", u"ingressClassName" })), ingressHosts(o), ingressAddress(o),
            tls ? u"80, 443"_s : u"80"_s, age(o, now) };
    });
    add(u"ingressclasses.networking.k8s.io"_s, "Name Controller Parameters Age", [](Object o, Now now) {
        const QJsonObject parameters = at(o, { u"spec", u"parameters" }).toObject();
        const QString group = parameters.value("apiGroup"_L1).toString();
        const QString shown = parameters.isEmpty() ? QString()
                                                   : parameters.value("kind"_L1).toString() + (group.isEmpty() ? QString() : u'.' + group)
                + u'/' + parameters.value("name"_L1).toString();
        return QJsonArray { name(o), str(o, { u"spec", u"controller" }), orNone(shown), age(o, now) };
    });
    add(u"networkpolicies.networking.k8s.io"_s, "Name Pod-Selector Age",
        [](Object o, Now now) { return QJsonArray { name(o), selector(at(o, { u"spec", u"podSelector" })), age(o, now) }; });
    add(u"resourcequotas"_s, "Name Age Request Limit",
        [](Object o, Now now) { return QJsonArray { name(o), age(o, now), quotaUse(o, false), quotaUse(o, true) }; });
    add(u"limitranges"_s, "Name Created_At", [](Object o, Now) { return QJsonArray { name(o), created(o) }; });
    add(u"priorityclasses.scheduling.k8s.io"_s, "Name Value# Global-Default Age PreemptionPolicy", [](Object o, Now now) {
        const QString policy = o.value("preemptionPolicy"_L1).toString();
        return QJsonArray { name(o), o.value("value"_L1).toInteger(), o.value("globalDefault"_L1).toBool(), age(o, now),
            policy.isEmpty() ? u"PreemptLowerPriority"_s : policy };
    });
    add(u"storageclasses.storage.k8s.io"_s, "Name Provisioner ReclaimPolicy VolumeBindingMode AllowVolumeExpansion Age", [](Object o, Now now) {
        const bool isDefault = str(o, { u"metadata", u"annotations", u"storageclass.kubernetes.io/is-default-class" }) == "true"_L1;
        return QJsonArray { isDefault ? name(o) + u" (default)"_s : name(o), o.value("provisioner"_L1).toString(),
            o.value("reclaimPolicy"_L1).toString(), o.value("volumeBindingMode"_L1).toString(),
            o.value("allowVolumeExpansion"_L1).toBool(), age(o, now) };
    });
    add(u"persistentvolumes"_s,
        "Name Capacity Access_Modes Reclaim_Policy Status Claim StorageClass VolumeAttributesClass Reason Age VolumeMode*",
        [](Object o, Now now) {
            const QString claim = str(o, { u"spec", u"claimRef", u"name" });
            return QJsonArray { name(o), str(o, { u"spec", u"capacity", u"storage" }), accessModes(at(o, { u"spec", u"accessModes" })),
                str(o, { u"spec", u"persistentVolumeReclaimPolicy" }), str(o, { u"status", u"phase" }),
                claim.isEmpty() ? QString() : str(o, { u"spec", u"claimRef", u"namespace" }) + u'/' + claim,
                str(o, { u"spec", u"storageClassName" }), u"<unset>"_s, str(o, { u"status", u"reason" }), age(o, now),
                str(o, { u"spec", u"volumeMode" }) };
        });
    add(u"endpointslices.discovery.k8s.io"_s, "Name AddressType Ports Endpoints Age", [](Object o, Now now) {
        return QJsonArray { name(o), o.value("addressType"_L1).toString(), slicePorts(o), sliceEndpoints(o), age(o, now) };
    });
}

} // namespace cocoon::sandbox

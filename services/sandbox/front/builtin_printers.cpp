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

    QString servicePorts(Object o)
    {
        QStringList texts;
        const QJsonArray ports = at(o, { u"spec", u"ports" }).toArray();
        for (const QJsonValue& port : ports) {
            QString text = QString::number(at(port, { u"port" }).toInt());
            if (at(port, { u"nodePort" }).toInt() != 0) {
                text += u':' + QString::number(at(port, { u"nodePort" }).toInt());
            }
            const QString protocol = str(port, { u"protocol" });
            texts.append(text + u'/' + (protocol.isEmpty() ? u"TCP"_s : protocol));
        }
        return orNone(texts.join(u','));
    }
    QString externalAddress(Object o)
    {
        const QString type = str(o, { u"spec", u"type" });
        if (type == "ExternalName"_L1) {
            return str(o, { u"spec", u"externalName" });
        }
        QStringList all;
        const QJsonArray ingress = at(o, { u"status", u"loadBalancer", u"ingress" }).toArray();
        for (const QJsonValue& entry : ingress) {
            all.append(str(entry, { u"ip" }).isEmpty() ? str(entry, { u"hostname" }) : str(entry, { u"ip" }));
        }
        const QJsonArray fixed = at(o, { u"spec", u"externalIPs" }).toArray();
        for (const QJsonValue& entry : fixed) {
            all.append(entry.toString());
        }
        if (all.isEmpty()) {
            return type == "LoadBalancer"_L1 ? u"<pending>"_s : u"<none>"_s;
        }
        return all.join(u',');
    }
    QString endpointsText(Object o)
    {
        QStringList texts;
        const QJsonArray subsets = o.value("subsets"_L1).toArray();
        for (const QJsonValue& subset : subsets) {
            const QJsonArray addresses = at(subset, { u"addresses" }).toArray();
            const QJsonArray ports = at(subset, { u"ports" }).toArray();
            for (const QJsonValue& address : addresses) {
                for (const QJsonValue& port : ports) {
                    texts.append(str(address, { u"ip" }) + u':' + QString::number(at(port, { u"port" }).toInt()));
                }
            }
        }
        if (texts.size() > 3) {
            return texts.mid(0, 3).join(u',') + u" + %1 more..."_s.arg(texts.size() - 3);
        }
        return orNone(texts.join(u','));
    }
    QString subjects(Object o, QStringView kind)
    {
        QStringList texts;
        const QJsonArray list = o.value("subjects"_L1).toArray();
        for (const QJsonValue& subject : list) {
            if (str(subject, { u"kind" }) == kind) {
                const QString ns = str(subject, { u"namespace" });
                texts.append(ns.isEmpty() ? str(subject, { u"name" }) : ns + u'/' + str(subject, { u"name" }));
            }
        }
        return texts.join(u", "_s);
    }
    QString jobStatus(Object o)
    {
        const QJsonArray conditions = at(o, { u"status", u"conditions" }).toArray();
        for (const QJsonValue& c : conditions) {
            if (str(c, { u"status" }) == "True"_L1) {
                return str(c, { u"type" });
            }
        }
        return created(o).isEmpty() ? QString() : u"Running"_s;
    }
    QString jobDuration(Object o, Now now)
    {
        const QDateTime start = QDateTime::fromString(str(o, { u"status", u"startTime" }), Qt::ISODate);
        const QDateTime end = QDateTime::fromString(str(o, { u"status", u"completionTime" }), Qt::ISODate);
        return start.isValid() ? humanDuration(start.msecsTo(end.isValid() ? end : now)) : QString();
    }
    QString claimCapacity(Object o)
    {
        return str(o, { u"status", u"capacity", u"storage" });
    }

}

const QHash<QString, TablePrinter::Printer>& builtInPrinters()
{
    static const QHash<QString, TablePrinter::Printer> printers = [] {
        QHash<QString, TablePrinter::Printer> all;
        addCorePrinters(all);
        addLesserPrinters(all);
        const auto add = [&all](const QString& kind, const char* titles, std::function<QJsonArray(Object, Now)> cells) {
            all.insert(kind, { columns(titles), std::move(cells) });
        };
        add(u"namespaces"_s, "Name Status Age",
            [](Object o, Now now) { return QJsonArray { name(o), str(o, { u"status", u"phase" }), age(o, now) }; });
        add(u"services"_s, "Name Type Cluster-IP External-IP Port(s) Age Selector*", [](Object o, Now now) {
            return QJsonArray { name(o), str(o, { u"spec", u"type" }), orNone(str(o, { u"spec", u"clusterIP" })),
                externalAddress(o), servicePorts(o), age(o, now), pairs(at(o, { u"spec", u"selector" })) };
        });
        add(u"endpoints"_s, "Name Endpoints Age",
            [](Object o, Now now) { return QJsonArray { name(o), endpointsText(o), age(o, now) }; });
        add(u"configmaps"_s, "Name Data Age", [](Object o, Now now) {
            const qsizetype count = o.value("data"_L1).toObject().size() + o.value("binaryData"_L1).toObject().size();
            return QJsonArray { name(o), count, age(o, now) };
        });
        add(u"secrets"_s, "Name Type Data# Age", [](Object o, Now now) {
            return QJsonArray { name(o), o.value("type"_L1).toString(), o.value("data"_L1).toObject().size(), age(o, now) };
        });
        add(u"serviceaccounts"_s, "Name Secrets# Age", [](Object o, Now now) {
            return QJsonArray { name(o), o.value("secrets"_L1).toArray().size(), age(o, now) };
        });
        add(u"persistentvolumeclaims"_s, "Name Status Volume Capacity Access_Modes StorageClass VolumeAttributesClass Age VolumeMode*",
            [](Object o, Now now) {
                return QJsonArray { name(o), str(o, { u"status", u"phase" }), str(o, { u"spec", u"volumeName" }),
                    claimCapacity(o), accessModes(at(o, { u"status", u"accessModes" })),
                    str(o, { u"spec", u"storageClassName" }), u"<unset>"_s, age(o, now), str(o, { u"spec", u"volumeMode" }) };
            });
        add(u"deployments.apps"_s, "Name Ready Up-to-date# Available# Age Containers* Images* Selector*", [](Object o, Now now) {
            return QJsonArray { name(o),
                u"%1/%2"_s.arg(number(o, { u"status", u"readyReplicas" })).arg(number(o, { u"spec", u"replicas" })),
                number(o, { u"status", u"updatedReplicas" }), number(o, { u"status", u"availableReplicas" }), age(o, now),
                joined(templateContainers(o), u"name"), joined(templateContainers(o), u"image"),
                selector(at(o, { u"spec", u"selector" })) };
        });
        add(u"statefulsets.apps"_s, "Name Ready Age Containers* Images*", [](Object o, Now now) {
            return QJsonArray { name(o),
                u"%1/%2"_s.arg(number(o, { u"status", u"readyReplicas" })).arg(number(o, { u"spec", u"replicas" })),
                age(o, now), joined(templateContainers(o), u"name"), joined(templateContainers(o), u"image") };
        });
        add(u"daemonsets.apps"_s,
            "Name Desired# Current# Ready# Up-to-date# Available# Node_Selector Age Containers* Images* Selector*",
            [](Object o, Now now) {
                return QJsonArray { name(o), number(o, { u"status", u"desiredNumberScheduled" }),
                    number(o, { u"status", u"currentNumberScheduled" }), number(o, { u"status", u"numberReady" }),
                    number(o, { u"status", u"updatedNumberScheduled" }), number(o, { u"status", u"numberAvailable" }),
                    pairs(at(o, { u"spec", u"template", u"spec", u"nodeSelector" })), age(o, now),
                    joined(templateContainers(o), u"name"), joined(templateContainers(o), u"image"),
                    selector(at(o, { u"spec", u"selector" })) };
            });
        add(u"replicasets.apps"_s, "Name Desired# Current# Ready# Age Containers* Images* Selector*", [](Object o, Now now) {
            return QJsonArray { name(o), number(o, { u"spec", u"replicas" }), number(o, { u"status", u"replicas" }),
                number(o, { u"status", u"readyReplicas" }), age(o, now), joined(templateContainers(o), u"name"),
                joined(templateContainers(o), u"image"), selector(at(o, { u"spec", u"selector" })) };
        });
        add(u"jobs.batch"_s, "Name Status Completions Duration Age Containers* Images* Selector*", [](Object o, Now now) {
            const QJsonValue wanted = at(o, { u"spec", u"completions" });
            return QJsonArray { name(o), jobStatus(o),
                u"%1/%2"_s.arg(number(o, { u"status", u"succeeded" })).arg(wanted.isDouble() ? wanted.toInt() : 1),
                jobDuration(o, now), age(o, now), joined(templateContainers(o), u"name"),
                joined(templateContainers(o), u"image"), selector(at(o, { u"spec", u"selector" })) };
        });
        add(u"leases.coordination.k8s.io"_s, "Name Holder Age", [](Object o, Now now) {
            return QJsonArray { name(o), str(o, { u"spec", u"holderIdentity" }), age(o, now) };
        });
        add(u"runtimeclasses.node.k8s.io"_s, "Name Handler Age",
            [](Object o, Now now) { return QJsonArray { name(o), o.value("handler"_L1).toString(), age(o, now) }; });
        add(u"customresourcedefinitions.apiextensions.k8s.io"_s, "Name Created_At",
            [](Object o, Now) { return QJsonArray { name(o), created(o) }; });
        add(u"roles.rbac.authorization.k8s.io"_s, "Name Created_At", [](Object o, Now) { return QJsonArray { name(o), created(o) }; });
        add(u"clusterroles.rbac.authorization.k8s.io"_s, "Name Created_At",
            [](Object o, Now) { return QJsonArray { name(o), created(o) }; });
        for (const QString& kind : { u"rolebindings"_s, u"clusterrolebindings"_s }) {
            add(kind + u".rbac.authorization.k8s.io"_s, "Name Role Age Users* Groups* ServiceAccounts*", [](Object o, Now now) {
                return QJsonArray { name(o), str(o, { u"roleRef", u"kind" }) + u'/' + str(o, { u"roleRef", u"name" }), age(o, now),
                    subjects(o, u"User"), subjects(o, u"Group"), subjects(o, u"ServiceAccount") };
            });
        }
        add(u"poddisruptionbudgets.policy"_s, "Name Min_Available Max_Unavailable Allowed_Disruptions# Age", [](Object o, Now now) {
            return QJsonArray { name(o), intOrString(at(o, { u"spec", u"minAvailable" }), u"N/A"_s),
                intOrString(at(o, { u"spec", u"maxUnavailable" }), u"N/A"_s), number(o, { u"status", u"disruptionsAllowed" }),
                age(o, now) };
        });
        for (const QString& kind : { u"mutating"_s, u"validating"_s }) {
            add(kind + u"webhookconfigurations.admissionregistration.k8s.io"_s, "Name Webhooks# Age", [](Object o, Now now) {
                return QJsonArray { name(o), o.value("webhooks"_L1).toArray().size(), age(o, now) };
            });
        }
        add(u"apiservices.apiregistration.k8s.io"_s, "Name Service Available Age", [](Object o, Now now) {
            const QString ns = str(o, { u"spec", u"service", u"namespace" });
            QString available = u"Unknown"_s;
            const QJsonArray conditions = at(o, { u"status", u"conditions" }).toArray();
            for (const QJsonValue& c : conditions) {
                if (str(c, { u"type" }) == "Available"_L1) {
                    available = str(c, { u"status" }) == "True"_L1
                        ? u"True"_s : u"%1 (%2)"_s.arg(str(c, { u"status" }), str(c, { u"reason" }));
                }
            }
            return QJsonArray { name(o), ns.isEmpty() ? u"Local"_s : ns + u'/' + str(o, { u"spec", u"service", u"name" }),
                available, age(o, now) };
        });
        return all;
    }();
    return printers;
}

} // namespace cocoon::sandbox

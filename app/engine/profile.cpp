// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/profile.h"

#include "services/base/yaml.h"
#include "services/net/tls.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonObject>

namespace cocoon::app {

using namespace Qt::StringLiterals;

namespace {
    tl::unexpected<Error> wrong(const QString& fileName, const YamlDocument& document, const QString& path, const QString& text)
    {
        const int line = document.lines.value(path, 1);
        return fail(Errc::Invalid, u"%1:%2: %3: %4"_s.arg(fileName).arg(line).arg(path, text));
    }
}

Result<net::HttpTransport::Options> Profile::cloudWire() const
{
    net::HttpTransport::Options wire;
    wire.proxy = proxy;
    if (!caFile.isEmpty()) {
        QFile file(caFile);
        if (!file.open(QIODevice::ReadOnly)) {
            return fail(Errc::Io, u"The CA file %1 cannot be read: %2."_s.arg(caFile, file.errorString()));
        }
        wire.tls.roots = net::certificatesFromPem(file.readAll());
        if (wire.tls.roots.isEmpty()) {
            return fail(Errc::Invalid, u"The CA file %1 holds no certificate in PEM form."_s.arg(caFile));
        }
    }
    return wire;
}

Result<Profile> Profile::load(const QString& file)
{
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly)) {
        return fail(Errc::Io, u"The profile %1 cannot be read: %2."_s.arg(file, in.errorString()));
    }
    return fromYaml(in.readAll(), file, QFileInfo(file).absolutePath());
}

Result<Profile> Profile::fromYaml(const QByteArray& text, const QString& fileName, const QString& baseDir)
{
    const Result<YamlDocument> document = parseYaml(text);
    if (!document) {
        return fail(Errc::Parse, u"%1: %2"_s.arg(fileName, document.error().message));
    }
    if (!document->value.isObject()) {
        return fail(Errc::Invalid, u"%1: a profile is a mapping with keys such as region and endpoints."_s.arg(fileName));
    }
    Profile profile;
    const auto path = [&](const QString& value) { return value.isEmpty() ? value : QDir(baseDir).absoluteFilePath(value); };
    const QJsonObject root = document->value.toObject();
    const QHash<QString, QString*> texts { { u"name"_s, &profile.name }, { u"region"_s, &profile.region }, { u"context"_s, &profile.context },
        { u"cluster"_s, &profile.cluster }, { u"trustee"_s, &profile.trustee }, { u"proxy"_s, &profile.proxy }, { u"ca"_s, &profile.caFile }, { u"kubeconfig"_s, &profile.kubeconfig } };
    const QHash<QString, QString*> endpoints { { u"iam"_s, &profile.endpoints.iam }, { u"accounts"_s, &profile.endpoints.accounts },
        { u"resourceController"_s, &profile.endpoints.resourceController }, { u"containers"_s, &profile.endpoints.containers },
        { u"vpc"_s, &profile.endpoints.vpc }, { u"catalog"_s, &profile.endpoints.catalog }, { u"search"_s, &profile.endpoints.search },
        { u"tagging"_s, &profile.endpoints.tagging } };
    for (auto it = root.begin(); it != root.end(); ++it) {
        if (texts.contains(it.key())) {
            if (!it->isString()) {
                return wrong(fileName, *document, it.key(), u"a text is expected"_s);
            }
            *texts.value(it.key()) = it->toString();
        } else if (it.key() == u"timeScale") {
            if (!it->isDouble() || it->toDouble() < 0) {
                return wrong(fileName, *document, it.key(), u"a number from 0 is expected"_s);
            }
            profile.timeScale = it->toDouble();
        } else if (it.key() == u"endpoints" && it->isObject()) {
            const QJsonObject hosts = it->toObject();
            for (auto host = hosts.begin(); host != hosts.end(); ++host) {
                if (!endpoints.contains(host.key()) || !host->isString()) {
                    return wrong(fileName, *document, u"endpoints."_s + host.key(), u"not an endpoint that Cocoon knows, or not a URL"_s);
                }
                *endpoints.value(host.key()) = host->toString();
            }
        } else {
            return wrong(fileName, *document, it.key(), u"unknown key, or not of the right type"_s);
        }
    }
    profile.caFile = path(profile.caFile);
    profile.kubeconfig = path(profile.kubeconfig);
    return profile;
}

} // namespace cocoon::app

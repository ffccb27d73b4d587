// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/words/words.h"

#include "models/words/check_words.h"

namespace cocoon::words {

using namespace Qt::StringLiterals;

namespace {
    QString whatHappened(const Error& error)
    {
        switch (error.code) {
        case Errc::Cancelled:
            return tr("It was cancelled.");
        case Errc::Timeout:
            return tr("No answer came in time.");
        case Errc::Network:
            return tr("The connection failed.");
        case Errc::Tls:
            return flawWords(net::tlsFlaw(error)).what;
        case Errc::Unauthorized:
            return tr("The credential was not accepted.");
        case Errc::Forbidden:
            return tr("The credential does not carry the right for this.");
        case Errc::NotFound:
            return tr("It does not exist.");
        case Errc::Conflict:
            return tr("Somebody else changed or owns it.");
        case Errc::Gone:
            return tr("It existed and is gone.");
        case Errc::Invalid:
            return tr("The service does not accept this request.");
        case Errc::RateLimited:
            return tr("The service asks to slow down.");
        case Errc::Server:
            return tr("The service failed.");
        case Errc::Protocol:
            return tr("The answer is not what this service should send.");
        case Errc::Parse:
            return tr("The answer or file cannot be read.");
        case Errc::Io:
            return tr("A file could not be read or written.");
        case Errc::Precondition:
            return tr("Something it needs is not there.");
        case Errc::Internal:
            return tr("Cocoon made a mistake.");
        }
        return {};
    }

    QString whatToDo(const Error& error)
    {
        switch (error.code) {
        case Errc::Timeout:
        case Errc::Network:
            return tr("Check the network, VPN and proxy; then try again.");
        case Errc::Tls:
            return flawWords(net::tlsFlaw(error)).remedy;
        case Errc::Unauthorized:
            return error.message.contains("[BXN"_L1) ? tr("Give a valid API key, or log in again.") // as IBM Cloud's IAM numbers its refusals
                                                     : tr("Give a valid API key, log in again, or use a fresh kubeconfig.");
        case Errc::Forbidden:
            return tr("Ask the administrator for this right, or use a credential that has it.");
        case Errc::Conflict:
            return tr("Look at what is there now and decide whose value counts.");
        case Errc::RateLimited:
        case Errc::Server:
            return tr("Wait a little; it is tried again by itself where that is safe.");
        case Errc::Gone:
        case Errc::NotFound:
            return tr("Check the name; it may have been removed.");
        case Errc::Internal:
            return tr("Please report this with the journal.");
        case Errc::Cancelled:
            return {};
        case Errc::Protocol:
            return tr("Something between may answer in its place: check proxy, VPN and the address, log in where a page asks for it; then try again.");
        case Errc::Invalid:
        case Errc::Parse:
        case Errc::Io:
        case Errc::Precondition:
            return tr("Read the message of the service, correct what it names, then try again.");
        }
        return {};
    }
}

QString Explanation::text() const
{
    QStringList parts;
    if (!tried.isEmpty()) {
        parts += tried + u':';
    }
    parts += cameBack;
    parts += doNext;
    parts.removeAll(QString());
    return parts.join(u' ');
}

Explanation explain(const Error& error)
{
    Explanation e;
    const QStringList inTime(error.trail.crbegin(), error.trail.crend()); // what was done, and what for
    e.tried = inTime.join(u": "_s);
    e.tried = e.tried.left(1).toUpper() + e.tried.mid(1);
    e.cameBack = whatHappened(error);
    if (!error.message.isEmpty()) {
        e.cameBack += u' ' + (error.httpStatus > 0 ? tr("(%1) %2").arg(error.httpStatus).arg(error.message) : error.message);
    }
    e.doNext = whatToDo(error);
    return e;
}

QString question(const world::Query& query)
{
    const QString arg = query.args.value(0);
    if (query.kind == "kube.list"_L1) {
        return arg.section(u'.', 0, 0);
    }
    if (query.kind == "kube.object"_L1) {
        return arg.section(u'.', 0, 0) + u'/' + query.args.value(2);
    }
    if (query.kind == "kube.canI"_L1) {
        return tr("the right to %1 %2").arg(arg, query.args.value(2));
    }
    if (query.kind == "kube.log"_L1) {
        return tr("the log of %1").arg(query.args.value(1));
    }
    if (query.kind == "connection"_L1) {
        return tr("the connection to the cluster");
    }
    if (query.kind == "kube.version"_L1) {
        return tr("the version of the API server");
    }
    if (query.kind == "kube.served"_L1) {
        return tr("what the API server offers");
    }
    if (query.kind == "ibm.me"_L1) {
        return tr("who is logged in to IBM Cloud");
    }
    if (query.kind == "ibm.price"_L1) {
        return tr("the price of %1").arg(arg);
    }
    if (query.kind == "trustee"_L1) {
        return tr("the trustee at %1").arg(arg);
    }
    if (query.kind == "secret"_L1) {
        return tr("the secret %1").arg(arg);
    }
    // "ibm.securityGroups" → "security groups"
    QString text;
    for (const QChar c : query.kind.section(u'.', -1)) {
        text += c.isUpper() ? QString(u' ') + c.toLower() : QString(c);
    }
    return text;
}

} // namespace cocoon::words
